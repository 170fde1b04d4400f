#include "checks/connectors/dataset/columns.h"

#include <algorithm>

namespace heed::checks {

const std::vector<std::string>& column_fields() {
  static const std::vector<std::string> fields{"record_id",
                                               "given_name",
                                               "middle_name",
                                               "family_name",
                                               "also_known_as",
                                               "born",
                                               "sex",
                                               "address",
                                               "postcode",
                                               "phone",
                                               "email",
                                               "username",
                                               "platform",
                                               "vehicle",
                                               "uprn",
                                               "identifier_note",
                                               "identifier_from",
                                               "identifier_until",
                                               "identifier_last_confirmed",
                                               "marker",
                                               "marker_meaning",
                                               "marker_from",
                                               "marker_review_by",
                                               "need",
                                               "danger",
                                               "manager",
                                               "risk_level",
                                               "restricted",
                                               "last_confirmed",
                                               "event_reference",
                                               "event_on",
                                               "event_summary",
                                               "event_role",
                                               "event_grading",
                                               "ignored"};
  return fields;
}

namespace {

bool is_date(const std::string& field) {
  return field == "born" || field == "event_on" || field == "last_confirmed" ||
         field == "identifier_from" || field == "identifier_until" ||
         field == "identifier_last_confirmed" || field == "marker_from" ||
         field == "marker_review_by";
}

Column read_column(const policy::Table& table) {
  Column out;
  out.header = table.string("header");
  out.field = table.one_of("field", column_fields());
  out.required = table.boolean_or("required", out.field == "record_id");
  out.date = table.optional_one_of("date", {"iso", "dmy", "mdy"}).value_or("iso");
  out.platform = table.string_or("platform", "");
  if (table.has("date") && !is_date(out.field)) table.wrong_at("date", "this field is no date");
  if (const auto names = table.optional_table("names")) {
    for (const auto& key : names->keys()) out.names.emplace_back(key, names->string(key));
  }
  return out;
}

}  // namespace

std::shared_ptr<const DatasetColumns> DatasetColumns::read(const policy::Table& root) {
  auto out = std::make_shared<DatasetColumns>();
  const auto table = root.table("dataset");
  out->managed_offenders = table.boolean_or("managed_offenders", false);
  out->address_markers = table.boolean_or("address_markers", false);
  out->event_kind =
      table.optional_one_of("event_kind", {"crime", "incident", "intelligence", "missing"})
          .value_or("");
  out->rejected_rows_max = table.optional_integer("rejected_rows_max", 0, 1'000'000).value_or(0);
  for (const auto& item : root.tables("column")) out->columns.push_back(read_column(item));
  const auto has = [&](std::string_view field) {
    return std::any_of(out->columns.begin(), out->columns.end(),
                       [&](const Column& column) { return column.field == field; });
  };
  if (!has("record_id")) root.wrong_at("column", "expected a column with field = \"record_id\"");
  if (!out->event_kind.empty() && !has("event_reference")) {
    root.wrong_at("column", "an extract with an event_kind needs a column for event_reference");
  }
  if (has("event_reference") && out->event_kind.empty()) {
    table.wrong("expected event_kind, because there is a column for event_reference");
  }
  return out;
}

}  // namespace heed::checks
