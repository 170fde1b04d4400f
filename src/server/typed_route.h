// Routes from described structs: what is read, checked and written, and its schema, from one
// declaration. For .cc files only: it includes Boost.JSON. The mapping is that of base/json_map.h;
// a field that is not among `required` may be left out and keeps its default.
#pragma once

#include <algorithm>

#include "base/json_map.h"
#include "server/route.h"

namespace heed::server {

namespace detail {

template <class T>
std::string type_name() {
  std::string name = __PRETTY_FUNCTION__;  // … [with T = heed::incident::WriteEntry; …]
  const auto from = name.find("T = ") + 4;
  name = name.substr(from, name.find_first_of(";]", from) - from);
  return name.substr(name.rfind(':') + 1);
}

// `whole`: what we write, where every field is there that is not optional.
template <class T>
boost::json::object schema_of(std::map<std::string, std::string>& components, bool whole = false);

template <class T>
void add_component(std::map<std::string, std::string>& components,
                   const std::vector<std::string>& required, bool whole = false) {
  const auto name = type_name<T>();
  if (components.count(name)) return;
  components[name];  // before its fields, which may name it again
  boost::json::object properties;
  boost::json::array needed;
  boost::mp11::mp_for_each<boost::describe::describe_members<
      T, boost::describe::mod_any_access | boost::describe::mod_inherited>>([&](auto d) {
    using Field = std::decay_t<decltype(std::declval<T&>().*d.pointer)>;
    properties[d.name] = schema_of<Field>(components, whole);
    if ((whole && !json_map::detail::is_optional<Field>::value) ||
        std::find(required.begin(), required.end(), d.name) != required.end()) {
      needed.push_back(boost::json::string(d.name));
    }
  });
  boost::json::object schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!needed.empty()) schema["required"] = std::move(needed);
  components[name] = write_json(schema);
}

template <class T>
boost::json::object schema_of(std::map<std::string, std::string>& components, bool whole) {
  using namespace json_map::detail;
  namespace json = boost::json;
  if constexpr (std::is_same_v<T, json::value>) {
    return {};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_floating_point_v<T>) {
    return {{"type", "number"}};
  } else if constexpr (std::is_arithmetic_v<T>) {
    return {{"type", "integer"}};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (std::is_enum_v<T>) {
    json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { names.push_back(json::string(d.name)); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  } else if constexpr (is_optional<T>::value) {
    // Absent is nothing; null is read as nothing too.
    return schema_of<typename T::value_type>(components, whole);
  } else if constexpr (is_vector<T>::value) {
    return {{"type", "array"}, {"items", schema_of<typename T::value_type>(components, whole)}};
  } else if constexpr (is_string_map<T>::value) {
    return {{"type", "object"},
            {"additionalProperties", schema_of<typename T::mapped_type>(components, whole)}};
  } else if constexpr (is_id<T>::value) {
    return {{"type", "string"}, {"format", "uuid"}};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return {{"type", "string"}, {"format", "date-time"}};
  } else if constexpr (std::is_same_v<T, LocalDate>) {
    return {{"type", "string"}, {"format", "date"}};
  } else if constexpr (std::is_same_v<T, Micros>) {
    return {{"type", "integer"}, {"description", "Microseconds."}};
  } else {
    add_component<T>(components, {}, whole);
    return {{"$ref", "#/components/schemas/" + type_name<T>()}};
  }
}

}  // namespace detail

template <class T>
Schema schema(const std::vector<std::string>& required = {}) {
  Schema out;
  out.name = detail::type_name<T>();
  detail::add_component<T>(out.components, required);
  return out;
}

// Of an answer: whoever reads it may rely on every field that is not optional.
template <class T>
Schema answer_schema() {
  Schema out;
  out.name = detail::type_name<T>();
  detail::add_component<T>(out.components, {}, true);
  return out;
}

// What the caller sent, as a T. Errors name the field by its path.
template <class T>
Result<T> read_body(const Call& call, const std::vector<std::string>& required) {
  HEED_TRY(const auto value, parse_json(call.body.empty() ? "{}" : call.body));
  T out{};
  HEED_CHECK(json_map::from_json(
      value, out, {}, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error}));
  for (const auto& field : required) {
    const auto* found = value.get_object().if_contains(field);
    if (!found || found->is_null()) {
      return error(Code::invalid, "expected this field to be present", "/" + field);
    }
  }
  return out;
}

template <class T>
Answer answer(const T& value, int status = 200) {
  Answer out;
  out.status = status;
  out.body = json_map::write(value);
  return out;
}

}  // namespace heed::server
