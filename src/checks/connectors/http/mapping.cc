#include "checks/connectors/http/mapping.h"

#include <algorithm>

#include "base/json_map.h"
#include "checks/search_kinds.h"
#include "records/records_describe.h"

namespace heed::checks {
namespace {

using policy::Table;
using policy::Value;

template <class T>
std::vector<std::string> field_names() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
      [&](auto d) {
        const std::string_view name = d.name;
        if (name != "provenance" && name != "conditions" && name != "protected_age") {
          names.emplace_back(name);
        }
      });
  return names;
}

bool is_pointer(const std::string& text) { return !text.empty() && text[0] == '/'; }

std::string pointer(const Table& table, std::string_view key) {
  const auto text = table.string(key);
  if (!text.empty() && !is_pointer(text)) {
    table.wrong_at(key, "expected a JSON Pointer such as \"/total\"", "begin it with /");
  }
  return text;
}

std::string optional_pointer(const Table& table, std::string_view key) {
  return table.has(key) ? pointer(table, key) : std::string();
}

std::vector<std::pair<std::string, std::string>> names_of(const Table& table) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& key : table.keys()) {
    if (const auto value = table.required_value(key)) out.emplace_back(key, value->json());
  }
  return out;
}

FieldSpec read_field(const std::string& name, const Value& value) {
  FieldSpec out;
  out.name = name;
  if (value.kind() == Value::Kind::text) {
    out.at = value.string().value_or("");
    if (!is_pointer(out.at)) {
      value.wrong("expected a JSON Pointer such as \"/surname\"",
                  "begin it with /, or write { value = … } for a fixed value");
    }
    return out;
  }
  const auto table = value.table();
  if (!table) return out;
  if (const auto fixed = table->value("value")) {
    out.fixed = fixed->json();
    return out;
  }
  out.at = pointer(*table, "at");
  out.date = table->optional_one_of("date", {"dmy", "mdy"}).value_or("");
  out.as_text = table->boolean_or("text", false);
  if (const auto names = table->optional_table("names")) out.names = names_of(*names);
  return out;
}

void read_fields(const Table& table, const std::vector<std::string>& allowed,
                 const std::vector<std::string>& not_fields, GroupSpec& out) {
  for (const auto& key : table.keys()) {
    if (std::find(not_fields.begin(), not_fields.end(), key) != not_fields.end()) continue;
    const auto value = table.required_value(key);
    if (!value) continue;
    if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
      const auto near = policy::nearest_name(key, allowed);
      table.wrong_at(key, "no field of that name is known here: " + policy::listed(allowed),
                     near ? "is " + *near + " meant?" : "");
      continue;
    }
    out.fields.push_back(read_field(key, *value));
  }
}

void require_field(const Table& table, const GroupSpec& group, std::string_view name) {
  const bool there = std::any_of(group.fields.begin(), group.fields.end(),
                                 [&](const FieldSpec& field) { return field.name == name; });
  if (!there) table.wrong("expected the field " + std::string(name), "say where it is in a row");
}

template <class T>
GroupSpec read_nested(const Table& table, std::vector<std::string> extra = {}) {
  GroupSpec out;
  out.rows = pointer(table, "rows");
  auto allowed = field_names<T>();
  allowed.insert(allowed.end(), extra.begin(), extra.end());
  read_fields(table, allowed, {"rows"}, out);
  return out;
}

GroupSpec read_person_group(const Table& table) {
  GroupSpec out;
  out.rows = pointer(table, "rows");
  auto allowed = field_names<records::Nominal>();
  allowed.insert(allowed.end(), {"last_confirmed", "caveat"});
  for (const auto* nested : {"identifiers", "markers"}) {
    allowed.erase(std::find(allowed.begin(), allowed.end(), nested));
  }
  read_fields(table, allowed, {"rows", "identifiers", "markers"}, out);
  require_field(table, out, "record_id");
  for (const auto& item : table.optional_tables("identifiers")) {
    auto group = read_nested<records::RecordedIdentifier>(item);
    require_field(item, group, "kind");
    require_field(item, group, "value");
    out.identifiers.push_back(std::move(group));
  }
  for (const auto& item : table.optional_tables("markers")) {
    auto group = read_nested<records::Marker>(item, {"last_confirmed", "caveat"});
    require_field(item, group, "code");
    out.markers.push_back(std::move(group));
  }
  return out;
}

GroupSpec read_order_group(const Table& table) {
  GroupSpec out;
  out.rows = pointer(table, "rows");
  out.within_people = table.boolean_or("within_people", false);
  auto allowed = field_names<records::CourtOrder>();
  allowed.insert(allowed.end(), {"last_confirmed", "caveat"});
  read_fields(table, allowed, {"rows", "within_people", "conditions"}, out);
  require_field(table, out, "order_id");
  require_field(table, out, "verbatim");
  for (const auto& item : table.optional_tables("conditions")) {
    auto group = read_nested<records::OrderCondition>(
        item, {"protected_age_limit", "protected_age_inclusive"});
    require_field(item, group, "verbatim");
    out.conditions.push_back(std::move(group));
  }
  return out;
}

template <class T>
GroupSpec read_plain_group(const Table& table, std::string_view required) {
  GroupSpec out;
  out.rows = pointer(table, "rows");
  out.within_people = table.boolean_or("within_people", false);
  auto allowed = field_names<T>();
  allowed.insert(allowed.end(), {"last_confirmed", "caveat"});
  read_fields(table, allowed, {"rows", "within_people"}, out);
  require_field(table, out, required);
  return out;
}

RequestSpec read_request(const Table& table) {
  RequestSpec out;
  for (const auto& kind : table.strings("by")) {
    if (!is_search_kind(kind))
      table.wrong_at("by", "no such kind of key: " + search_kinds_listed());
    out.by.push_back(kind);
  }
  out.method = table.one_of("method", {"GET", "POST"});
  out.path = table.string("path");
  if (!out.path.empty() && out.path[0] != '/') table.wrong_at("path", "expected a path from /");
  if (const auto body = table.value("body")) {
    if (body->kind() != Value::Kind::table) {
      body->wrong("expected a table, which is sent as a JSON object");
    } else {
      out.body = body->json();
    }
  }
  return out;
}

CompletenessSpec read_completeness(const Table& table) {
  CompletenessSpec out;
  const auto subject = table.table("subject");
  for (const auto& key : subject.keys()) {
    const auto value = subject.required_value(key);
    if (!is_search_kind(key)) {
      subject.wrong_at(key, "no such kind of key: " + search_kinds_listed());
    } else if (value) {
      auto field = read_field(key, *value);
      if (!field.fixed.empty()) {
        value->wrong("expected where the answer says it; a fixed value echoes nothing");
      }
      out.subject.push_back(std::move(field));
    }
  }
  if (subject && out.subject.empty()) {
    subject.wrong("expected where the answer echoes what it is about");
  }
  const auto searched = table.string("searched");
  if (is_pointer(searched)) {
    out.searched = searched;
  } else if (!searched.empty() && searched != "subject") {
    table.wrong_at("searched", "expected a JSON Pointer, or \"subject\"",
                   "\"subject\" means: what is echoed is what was searched");
  }
  if (const auto names = table.optional_table("searched_names")) {
    out.searched_names = names_of(*names);
  }
  out.rows_declared = pointer(table, "rows_declared");
  if (const auto last = table.required_value("last_page")) {
    if (last->kind() == Value::Kind::table) {
      out.no_more_at = pointer(*last->table(), "absent");
    } else {
      out.last_page = pointer(table, "last_page");
    }
  }
  const auto as_of = table.string("as_of");
  if (as_of != "now") out.as_of = pointer(table, "as_of");
  out.coverage = optional_pointer(table, "coverage");
  out.next = optional_pointer(table, "next");
  out.failed = optional_pointer(table, "failed");
  return out;
}

void check_requests(const Table& root, const std::vector<RequestSpec>& requests,
                    const std::vector<std::vector<std::string>>& accepts) {
  for (const auto& set : accepts) {
    const bool there = std::any_of(requests.begin(), requests.end(), [&](const RequestSpec& spec) {
      return std::is_permutation(spec.by.begin(), spec.by.end(), set.begin(), set.end());
    });
    if (!there) {
      root.wrong_at("request", "no request for the keys " + policy::listed(set, "and"),
                    "add a [[request]] with by = those keys, or take them out of accepts");
    }
  }
}

}  // namespace

std::shared_ptr<const HttpMapping> HttpMapping::read(
    const Table& root, const std::vector<std::vector<std::string>>& accepts) {
  auto out = std::make_shared<HttpMapping>();
  if (const auto headers = root.optional_table("headers")) {
    for (const auto& key : headers->keys()) out->headers.emplace_back(key, headers->string(key));
  }
  for (const auto& table : root.tables("request")) out->requests.push_back(read_request(table));
  check_requests(root, out->requests, accepts);
  out->complete = read_completeness(root.table("complete"));
  for (const auto& table : root.optional_tables("people")) {
    out->people.push_back(read_person_group(table));
  }
  for (const auto& table : root.optional_tables("orders")) {
    out->orders.push_back(read_order_group(table));
  }
  for (const auto& table : root.optional_tables("events")) {
    out->events.push_back(read_plain_group<records::PastEvent>(table, "reference"));
  }
  for (const auto& table : root.optional_tables("address_markers")) {
    out->address_markers.push_back(read_plain_group<records::Marker>(table, "code"));
  }
  if (out->people.empty() && out->orders.empty() && out->events.empty() &&
      out->address_markers.empty()) {
    root.wrong("expected at least one of [[people]], [[orders]], [[events]], [[address_markers]]");
  }
  return out;
}

}  // namespace heed::checks
