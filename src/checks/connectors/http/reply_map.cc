#include "checks/connectors/http/reply_map.h"

#include <boost/json.hpp>
#include <set>

#include "base/json_map.h"
#include "base/text.h"
#include "checks/search_kinds.h"
#include "records/records_describe.h"

namespace heed::checks {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_max = 5'000;

std::string as_text(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

// "02/09/1971" with order dmy becomes "1971-09-02"; what is no such date stays and is refused
// later.
std::string iso_date(const std::string& text, const std::string& order) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (is_digit(c)) {
      parts.back() += c;
    } else {
      parts.emplace_back();
    }
  }
  if (parts.size() != 3 || parts[2].size() != 4) return text;
  const auto two = [](const std::string& part) { return part.size() == 1 ? "0" + part : part; };
  const bool day_first = order == "dmy";
  return parts[2] + "-" + two(parts[day_first ? 1 : 0]) + "-" + two(parts[day_first ? 0 : 1]);
}

json::value field_value(const FieldSpec& field, const json::value& row) {
  if (!field.fixed.empty()) return json::parse(field.fixed);
  const auto* found = find_at(row, field.at);
  if (!found) return nullptr;
  if (!field.names.empty()) {
    const std::string text = as_text(*found);
    for (const auto& [name, value] : field.names) {
      if (name == text) return json::parse(value);
    }
    return *found;
  }
  if (field.as_text && (found->is_number() || found->is_bool())) {
    return json::string(as_text(*found));
  }
  if (!field.date.empty() && found->is_string()) {
    return json::string(iso_date(std::string(found->get_string()), field.date));
  }
  return *found;
}

// The row as an object of the struct's own fields. Empty text is absence.
json::object row_object(const std::vector<FieldSpec>& fields, const json::value& row,
                        bool has_provenance) {
  json::object out;
  json::object provenance;
  for (const auto& field : fields) {
    json::value value = field_value(field, row);
    if (value.is_null() || (value.is_string() && value.get_string().empty())) continue;
    if (field.name == "protected_age_limit" || field.name == "protected_age_inclusive") continue;
    if (has_provenance && (field.name == "caveat" || field.name == "last_confirmed")) {
      provenance[field.name] = value;
    } else {
      out[field.name] = std::move(value);
    }
  }
  if (!provenance.empty()) out["provenance"] = std::move(provenance);
  return out;
}

template <class T>
Status read_row(const std::vector<FieldSpec>& fields, const json::value& row, T& out) {
  if (!row.is_object()) return error(Code::invalid, "expected an object");
  constexpr bool has_provenance = requires { out.provenance; };
  return json_map::from_json(json::value(row_object(fields, row, has_provenance)), out, {},
                             {json_map::Absent::keeps_default, json_map::Unknown::is_an_error});
}

// The rows of a group: a list, or one object. Nothing where there is neither.
std::optional<std::vector<const json::value*>> rows_of(const json::value& root,
                                                       const std::string& pointer) {
  std::vector<const json::value*> rows;
  const auto* found = find_at(root, pointer);
  if (!found) return std::nullopt;
  if (const auto* list = found->if_array()) {
    for (const auto& item : *list) rows.push_back(&item);
  } else if (found->is_object()) {
    rows.push_back(found);
  } else {
    return std::nullopt;
  }
  return rows;
}

class Reader {
 public:
  Reader(const HttpMapping& mapping, const SourceDeclaration& source, Said& said)
      : mapping_(mapping), source_(source), said_(said) {}

  // Notes why the first row that cannot be read cannot: for whoever wrote the mapping.
  template <class T>
  bool read(const GroupSpec& group, const json::value& row, T& out, const std::string& id_field,
            const std::string T::* id) {
    const auto status = read_row(group.fields, row, out);
    if (status && !(out.*id).empty()) return true;
    if (said_.unread.empty()) {
      said_.unread =
          "in " + group.rows + ": " + (status ? "expected " + id_field : status.error().message());
    }
    return false;
  }

  Status people(const json::value& reply) {
    for (const auto& group : mapping_.people) {
      HEED_TRY(const auto rows, counted(group, reply));
      for (const auto* row : rows) {
        records::Nominal person;
        bool good = read(group, *row, person, "record_id", &records::Nominal::record_id);
        good = good && nested(group, *row, person) && within(*row, person.record_id);
        if (!good) continue;
        put_provenance(person.provenance, person.record_id);
        said_.findings.people.push_back(std::move(person));
        ++said_.rows_read;
      }
    }
    return ok();
  }

  Status others(const json::value& reply) {
    for (const auto& group : mapping_.orders) {
      if (group.within_people) continue;
      HEED_TRY(const auto rows, counted(group, reply));
      for (const auto* row : rows) said_.rows_read += order(group, *row, {}) ? 1 : 0;
    }
    for (const auto& group : mapping_.events) {
      if (group.within_people) continue;
      HEED_TRY(const auto rows, counted(group, reply));
      for (const auto* row : rows) said_.rows_read += event(group, *row, {}) ? 1 : 0;
    }
    for (const auto& group : mapping_.address_markers) {
      HEED_TRY(const auto rows, counted(group, reply));
      for (const auto* row : rows) {
        records::Marker marker;
        if (!read(group, *row, marker, "code", &records::Marker::code)) continue;
        put_provenance(marker.provenance, marker.code);
        said_.findings.address_markers.push_back(std::move(marker));
        ++said_.rows_read;
      }
    }
    return ok();
  }

 private:
  Result<std::vector<const json::value*>> counted(const GroupSpec& group,
                                                  const json::value& reply) {
    auto rows = rows_of(reply, group.rows);
    if (!rows) return error(Code::invalid, "the list of records is not there", group.rows);
    said_.rows_received += static_cast<std::int64_t>(rows->size());
    if (said_.rows_received > static_cast<std::int64_t>(rows_max)) {
      return error(Code::limit, "more than 5000 records in one answer", group.rows);
    }
    return *std::move(rows);
  }

  void put_provenance(records::Provenance& provenance, const std::string& record_id) {
    provenance.source = source_.source;
    provenance.record_id = record_id;
    provenance.as_of = said_.as_of;
    if (provenance.caveat.empty()) provenance.caveat = source_.caveat;
  }

  // What hangs on a person. A list that is not there is empty; a row that cannot be read makes the
  // whole person unreadable, so that the answer is not complete.
  bool nested(const GroupSpec& group, const json::value& row, records::Nominal& person) {
    for (const auto& spec : group.identifiers) {
      for (const auto* item : rows_of(row, spec.rows).value_or(no_rows())) {
        records::RecordedIdentifier found;
        if (!read(spec, *item, found, "kind", &records::RecordedIdentifier::kind)) return false;
        // What has no key (a number with a digit missing) is kept as it is and equals nothing.
        if (const auto key = normal_key(found.kind, found.value, found.platform)) {
          found.value = key->value;
          found.platform = key->platform;
        }
        person.identifiers.push_back(std::move(found));
      }
    }
    for (const auto& spec : group.markers) {
      for (const auto* item : rows_of(row, spec.rows).value_or(no_rows())) {
        records::Marker marker;
        if (!read(spec, *item, marker, "code", &records::Marker::code)) return false;
        if (marker.belongs_to.empty()) marker.belongs_to = person.record_id;
        put_provenance(marker.provenance, person.record_id);
        person.markers.push_back(std::move(marker));
      }
    }
    return true;
  }

  bool within(const json::value& row, const std::string& record_id) {
    for (const auto& group : mapping_.orders) {
      if (!group.within_people) continue;
      for (const auto* item : rows_of(row, group.rows).value_or(no_rows())) {
        if (!order(group, *item, record_id)) return false;
      }
    }
    for (const auto& group : mapping_.events) {
      if (!group.within_people) continue;
      for (const auto* item : rows_of(row, group.rows).value_or(no_rows())) {
        if (!event(group, *item, record_id)) return false;
      }
    }
    return true;
  }

  bool order(const GroupSpec& group, const json::value& row, const std::string& record_id) {
    records::CourtOrder order;
    if (!read(group, row, order, "order_id", &records::CourtOrder::order_id)) return false;
    if (order.against_record_id.empty()) order.against_record_id = record_id;
    for (const auto& spec : group.conditions) {
      for (const auto* item : rows_of(row, spec.rows).value_or(no_rows())) {
        records::OrderCondition condition;
        if (!read(spec, *item, condition, "verbatim", &records::OrderCondition::verbatim) ||
            !protect(spec, *item, condition)) {
          if (said_.unread.empty()) said_.unread = "in " + spec.rows + ": an age limit half given";
          return false;
        }
        order.conditions.push_back(std::move(condition));
      }
    }
    put_provenance(order.provenance, order.order_id);
    said_.findings.orders.push_back(std::move(order));
    return true;
  }

  // Limit and inclusiveness stand and fall together: a limit alone cannot be judged.
  static bool protect(const GroupSpec& spec, const json::value& row,
                      records::OrderCondition& condition) {
    std::optional<std::int64_t> limit;
    std::optional<bool> inclusive;
    for (const auto& field : spec.fields) {
      const json::value value = field_value(field, row);
      if (value.is_null()) continue;
      if (field.name == "protected_age_limit") {
        if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > 130) return false;
        limit = value.get_int64();
      } else if (field.name == "protected_age_inclusive") {
        if (!value.is_bool()) return false;
        inclusive = value.get_bool();
      }
    }
    if (limit.has_value() != inclusive.has_value()) return false;
    if (limit)
      condition.protected_age = records::ProtectedAge{static_cast<int>(*limit), *inclusive};
    return true;
  }

  bool event(const GroupSpec& group, const json::value& row, const std::string& record_id) {
    records::PastEvent event;
    if (!read(group, row, event, "reference", &records::PastEvent::reference)) return false;
    if (event.person_record_id.empty()) event.person_record_id = record_id;
    put_provenance(event.provenance, event.reference);
    said_.findings.events.push_back(std::move(event));
    return true;
  }

  static std::vector<const json::value*> no_rows() { return {}; }

  const HttpMapping& mapping_;
  const SourceDeclaration& source_;
  Said& said_;
};

void read_subject(const CompletenessSpec& complete, const json::value& reply, Said& said) {
  std::set<std::string> seen;
  for (const auto& field : complete.subject) {
    const json::value value = field_value(field, reply);
    if (value.is_null()) continue;
    const auto key = normal_key(field.name, as_text(value));
    // What cannot be read as a key is still an echo, and equals nothing that was asked.
    said.subject.push_back(key ? *key : SearchKey{field.name, as_text(value), {}});
    seen.insert(field.name);
  }
  if (complete.searched.empty()) {
    said.searched.assign(seen.begin(), seen.end());
    return;
  }
  const auto* searched = find_at(reply, complete.searched);
  const auto* list = searched ? searched->if_array() : nullptr;
  if (!list) return;
  for (const auto& item : *list) {
    std::string name = as_text(item);
    for (const auto& [theirs, ours] : complete.searched_names) {
      if (theirs == name) {
        const auto text = json::parse(ours);
        name = as_text(text);
        break;
      }
    }
    said.searched.push_back(std::move(name));
  }
}

void read_claims(const CompletenessSpec& complete, const SourceDeclaration& source,
                 const json::value& reply, Instant now, Said& said) {
  read_subject(complete, reply, said);
  if (const auto* rows = find_at(reply, complete.rows_declared); rows && rows->is_int64()) {
    said.rows_declared = rows->get_int64();
  }
  if (!complete.last_page.empty()) {
    const auto* last = find_at(reply, complete.last_page);
    said.last_page = last && last->is_bool() && last->get_bool();
  } else {
    said.last_page = find_at(reply, complete.no_more_at) == nullptr;
  }
  if (complete.as_of.empty()) {
    said.as_of = now;
  } else if (const auto* as_of = find_at(reply, complete.as_of); as_of && as_of->is_string()) {
    const std::string text(as_of->get_string());
    if (const auto at = parse_instant(text)) said.as_of = *at;
  }
  said.coverage = source.coverage;
  if (!complete.coverage.empty()) {
    const auto* coverage = find_at(reply, complete.coverage);
    said.coverage = coverage && coverage->is_string() ? std::string(coverage->get_string()) : "";
  }
  said.caveat = source.caveat;
}

}  // namespace

const json::value* find_at(const json::value& root, std::string_view pointer) {
  boost::system::error_code failure;
  const auto* found = root.find_pointer(json::string_view(pointer.data(), pointer.size()), failure);
  return failure || !found || found->is_null() ? nullptr : found;
}

Result<Said> map_reply(const HttpMapping& mapping, const SourceDeclaration& source,
                       const json::value& reply, Instant now) {
  Said said;
  read_claims(mapping.complete, source, reply, now, said);
  Reader reader(mapping, source, said);
  HEED_CHECK(reader.people(reply));
  HEED_CHECK(reader.others(reply));
  return said;
}

}  // namespace heed::checks
