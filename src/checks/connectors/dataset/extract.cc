// A CSV file to records, row by row, by the declared columns.
#include <algorithm>
#include <map>

#include "base/json_map.h"
#include "base/text.h"
#include "checks/connectors/dataset/csv.h"
#include "checks/connectors/dataset/dataset.h"
#include "checks/search_kinds.h"
#include "records/records_describe.h"

namespace heed::checks {

BOOST_DESCRIBE_STRUCT(RowError, (), (line, column, expected))
BOOST_DESCRIBE_STRUCT(Extract, (), (source, version, as_of, rows, rejected, errors, content))

namespace {

constexpr std::size_t errors_max = 1'000;

Result<LocalDate> read_date(const std::string& text, const std::string& order) {
  if (order == "iso") return parse_date(text);
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (is_digit(c)) {
      parts.back() += c;
    } else {
      parts.emplace_back();
    }
  }
  const auto expected = [&] {
    return error(Code::invalid,
                 std::string("a date such as ") + (order == "dmy" ? "31/12/1980" : "12/31/1980"));
  };
  if (parts.size() != 3 || parts[2].size() != 4) return expected();
  const auto two = [](const std::string& part) { return part.size() == 1 ? "0" + part : part; };
  const auto& first = two(parts[0]);
  const auto& second = two(parts[1]);
  const auto date =
      parse_date(parts[2] + "-" + (order == "dmy" ? second + "-" + first : first + "-" + second));
  if (!date) return expected();
  return *date;
}

// One row as it is being read. Values are set field by field; what is wrong is noted.
class RowReader {
 public:
  RowReader(const DatasetColumns& columns, const SourceDeclaration& source, Instant as_of)
      : columns_(columns) {
    person.provenance.source = source.source;
    person.provenance.as_of = as_of;
    person.provenance.caveat = source.caveat;
    person.managed_offender = columns.managed_offenders;
    event.provenance = person.provenance;
    event.kind = columns.event_kind;
  }

  records::Nominal person;
  records::PastEvent event;
  records::Marker marker;
  std::string uprn;

  // What was expected, where the text is not that.
  std::optional<std::string> set(const Column& column, std::string text) {
    for (const auto& [theirs, ours] : column.names) {
      if (theirs == text) {
        text = ours;
        break;
      }
    }
    if (text.empty()) {
      return column.required ? std::optional<std::string>("a value") : std::nullopt;
    }
    const auto& field = column.field;
    if (field == "phone" || field == "email" || field == "username" || field == "vehicle" ||
        field == "uprn") {
      return set_identifier(column, text);
    }
    if (std::string* target = text_field(field)) {
      *target = std::move(text);
      return std::nullopt;
    }
    return set_other(column, text);
  }

  void finish() {
    person.provenance.record_id = person.record_id;
    event.provenance.record_id = event.reference;
    event.person_record_id = person.record_id;
    for (auto& found : person.identifiers) {
      found.note = note_;
      found.from = from_;
      found.until = until_;
      found.last_confirmed = confirmed_;
      if (found.kind == "username" && found.platform.empty()) {
        found.platform = lower_ascii(platform_);
      }
    }
    if (marker.code.empty()) return;
    marker.belongs_to = columns_.address_markers ? "" : person.record_id;
    marker.provenance = person.provenance;
    if (!columns_.address_markers) person.markers.push_back(marker);
  }

 private:
  std::string* text_field(const std::string& field) {
    if (field == "record_id") return &person.record_id;
    if (field == "given_name") return &person.given_name;
    if (field == "middle_name") return &person.middle_name;
    if (field == "family_name") return &person.family_name;
    if (field == "sex") return &person.sex;
    if (field == "address") return &person.address;
    if (field == "postcode") return &person.postcode;
    if (field == "danger") return &person.danger;
    if (field == "manager") return &person.manager;
    if (field == "risk_level") return &person.risk_level;
    if (field == "marker") return &marker.code;
    if (field == "marker_meaning") return &marker.meaning;
    if (field == "identifier_note") return &note_;
    if (field == "event_reference") return &event.reference;
    if (field == "event_summary") return &event.summary;
    if (field == "event_role") return &event.role;
    if (field == "event_grading") return &event.grading;
    if (field == "platform") return &platform_;
    return nullptr;
  }

  std::optional<std::string> set_identifier(const Column& column, const std::string& text) {
    const auto key = normal_key(column.field, text, column.platform);
    if (!key) return key.error().detail;
    person.identifiers.push_back({key->kind, key->value, key->platform, {}, {}, {}, {}});
    if (key->kind == "uprn") uprn = key->value;
    return std::nullopt;
  }

  std::optional<std::string> set_other(const Column& column, const std::string& text) {
    const auto& field = column.field;
    if (field == "need") {
      person.needs.push_back(text);
      return std::nullopt;
    }
    if (field == "also_known_as") {
      person.also_known_as.push_back(text);
      return std::nullopt;
    }
    if (field == "restricted") {
      if (text != "true" && text != "false") return "true or false, or a names table";
      person.restricted = text == "true";
      return std::nullopt;
    }
    if (field == "ignored") return std::nullopt;
    const auto date = read_date(text, column.date);
    if (!date) return date.error().detail;
    std::optional<LocalDate>& target = field == "born"       ? person.born
                                       : field == "event_on" ? event.on
                                       : field == "last_confirmed"
                                           ? person.provenance.last_confirmed
                                       : field == "identifier_from"           ? from_
                                       : field == "identifier_until"          ? until_
                                       : field == "identifier_last_confirmed" ? confirmed_
                                       : field == "marker_from"               ? marker.from
                                                                              : marker.review_by;
    target = *date;
    return std::nullopt;
  }

  const DatasetColumns& columns_;
  std::string note_;
  std::string platform_;  // of the row's user name, where it has a column of its own
  std::optional<LocalDate> from_, until_, confirmed_;
};

class ExtractReader {
 public:
  ExtractReader(const SourceDeclaration& source, Extract& out)
      : source_(source), columns_(*source.dataset), out_(out) {}

  Status header(const CsvRow& row) {
    std::vector<std::string> missing;
    for (const auto& column : columns_.columns) {
      const auto it = std::find_if(row.fields.begin(), row.fields.end(),
                                   [&](const auto& name) { return trim(name) == column.header; });
      if (it == row.fields.end()) {
        missing.push_back(column.header);
      } else {
        places_.push_back(static_cast<std::size_t>(it - row.fields.begin()));
      }
    }
    width_ = row.fields.size();
    if (missing.empty()) return ok();
    return error(Code::invalid, "expected the columns " + policy::listed(missing, "and"), "line 1",
                 "the file is not this source's, or its declaration has to change");
  }

  void row(const CsvRow& row) {
    ++out_.rows;
    if (row.fields.size() != width_) {
      reject({row.line, "", std::to_string(width_) + " columns, as in the first line"});
      return;
    }
    RowReader reader(columns_, source_, out_.as_of);
    bool good = true;
    for (std::size_t i = 0; i < columns_.columns.size(); ++i) {
      const auto& column = columns_.columns[i];
      const auto wrong = reader.set(column, std::string(trim(row.fields[places_[i]])));
      if (!wrong) continue;
      note({row.line, column.header, *wrong});
      good = false;
    }
    if (!good) {
      ++out_.rejected;
      return;
    }
    reader.finish();
    keep(reader);
  }

  void reject(RowError wrong) {
    ++out_.rejected;
    note(std::move(wrong));
  }
  void unread(std::int64_t line, std::string expected) {
    ++out_.rows;
    reject({line, "", std::move(expected)});
  }

 private:
  void note(RowError wrong) {
    if (out_.errors.size() < errors_max) out_.errors.push_back(std::move(wrong));
  }

  void keep(RowReader& row) {
    if (columns_.address_markers) {
      // The address it hangs on stands with the marker's provenance record: see Dataset.
      records::Nominal place = std::move(row.person);
      place.markers.push_back(row.marker);
      out_.content.people.push_back(std::move(place));
      return;
    }
    if (!row.event.reference.empty()) out_.content.events.push_back(row.event);
    const auto [it, fresh] = places_of_.emplace(row.person.record_id, out_.content.people.size());
    if (fresh) {
      out_.content.people.push_back(std::move(row.person));
      return;
    }
    auto& person = out_.content.people[it->second];
    for (auto& found : row.person.identifiers) add_once(person.identifiers, std::move(found));
    for (auto& found : row.person.markers) person.markers.push_back(std::move(found));
    for (auto& need : row.person.needs) add_once(person.needs, std::move(need));
    for (auto& name : row.person.also_known_as) add_once(person.also_known_as, std::move(name));
    person.restricted |= row.person.restricted;
  }

  static void add_once(std::vector<std::string>& to, std::string item) {
    if (std::find(to.begin(), to.end(), item) == to.end()) to.push_back(std::move(item));
  }
  static void add_once(std::vector<records::RecordedIdentifier>& to,
                       records::RecordedIdentifier item) {
    const bool there = std::any_of(to.begin(), to.end(), [&](const auto& one) {
      return one.kind == item.kind && one.value == item.value && one.platform == item.platform &&
             one.until == item.until;
    });
    if (!there) to.push_back(std::move(item));
  }

  const SourceDeclaration& source_;
  const DatasetColumns& columns_;
  Extract& out_;
  std::vector<std::size_t> places_;
  std::size_t width_ = 0;
  std::map<std::string, std::size_t> places_of_;
};

}  // namespace

Result<Extract> read_extract(const SourceDeclaration& source, std::string_view csv, Instant as_of) {
  if (!source.dataset) return error(Code::invalid, "this source is not an extract");
  if (csv.size() > csv_bytes_max) return error(Code::limit, "expected at most 512 MiB");
  Extract out;
  out.source = source.source;
  out.as_of = as_of;
  const auto stamp = format_instant(as_of).substr(0, 19);
  out.version = join({std::string(stamp.substr(0, 10)), stamp.substr(11, 2) + stamp.substr(14, 2),
                      to_hex(hash_bytes(csv)).substr(0, 12)},
                     "-");
  ExtractReader reader(source, out);
  bool first = true;
  Status header = error(Code::invalid, "expected a first line with the columns' names", "line 1");
  read_csv(
      csv,
      [&](const CsvRow& row) {
        if (first) {
          header = reader.header(row);
          first = false;
        } else if (header) {
          reader.row(row);
        }
      },
      [&](std::int64_t line, std::string expected) { reader.unread(line, std::move(expected)); });
  if (!header) return header.error();
  return out;
}

std::string encode(const Extract& extract) { return json_map::write(extract); }

Result<Extract> decode_extract(std::string_view text) {
  HEED_TRY(const auto value, parse_json(text, {2ULL * csv_bytes_max, 16}));
  Extract out;
  HEED_CHECK(json_map::from_json(
      value, out, {}, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error}));
  return out;
}

}  // namespace heed::checks
