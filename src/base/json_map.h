// Described structs to JSON and back, with the field's path in every error. For .cc files only.
//
// A struct takes part by BOOST_DESCRIBE_STRUCT, an enum by BOOST_DESCRIBE_ENUM (its names are the
// wire's: snake_case). Mapped: bool, integers, double, string, enums, std::optional (absent or null
// is nothing), std::vector, std::map<string, T>, ids, Instant (RFC 3339), LocalDate (ISO), Micros
// (integer microseconds). Variants are not mapped: a codec names their alternatives. Every field
// that is not optional, a vector or a map must be present, unless the reading says that an absent
// one keeps its default (events written before the field was there).
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/civil.h"
#include "base/ids.h"
#include "base/result.h"

namespace heed::json_map {

enum class Absent : bool { is_an_error, keeps_default };
enum class Unknown : bool { is_an_error, is_ignored };
struct Reading {
  Absent absent = Absent::is_an_error;
  Unknown unknown = Unknown::is_an_error;
};

namespace detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_string_map : std::false_type {};
template <class T>
struct is_string_map<std::map<std::string, T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class Tag>
struct is_id<Id<Tag>> : std::true_type {};
template <class T>
inline constexpr bool is_described_struct =
    std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
inline constexpr bool may_be_absent =
    is_optional<T>::value || is_vector<T>::value || is_string_map<T>::value;

inline Error expected(const std::string& path, std::string what) {
  return error(Code::invalid, "expected " + std::move(what), path.empty() ? "/" : path);
}

template <class T>
std::string enum_names() {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
    if (!names.empty()) names += ", ";
    names += d.name;
  });
  return names;
}

}  // namespace detail

template <class T>
std::string enum_name(T value) {
  std::string name;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
    if (d.value == value) name = d.name;
  });
  return name;
}

template <class T>
std::optional<T> enum_value(std::string_view name) {
  std::optional<T> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
    if (name == d.name) found = d.value;
  });
  return found;
}

template <class T>
boost::json::value to_json(const T& in) {
  using namespace detail;
  if constexpr (std::is_same_v<T, boost::json::value>) {
    return in;
  } else if constexpr (std::is_same_v<T, bool> || std::is_arithmetic_v<T>) {
    return boost::json::value(in);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return boost::json::string(in);
  } else if constexpr (std::is_enum_v<T>) {
    return boost::json::string(enum_name(in));
  } else if constexpr (is_optional<T>::value) {
    return in ? to_json(*in) : boost::json::value(nullptr);
  } else if constexpr (is_vector<T>::value) {
    boost::json::array out;
    out.reserve(in.size());
    for (const auto& item : in) out.push_back(to_json(item));
    return out;
  } else if constexpr (is_string_map<T>::value) {
    boost::json::object out;
    for (const auto& [key, item] : in) out.emplace(key, to_json(item));
    return out;
  } else if constexpr (is_id<T>::value) {
    return boost::json::string(in.str());
  } else if constexpr (std::is_same_v<T, Instant>) {
    return boost::json::string(format_instant(in));
  } else if constexpr (std::is_same_v<T, LocalDate>) {
    return boost::json::string(format_date(in));
  } else if constexpr (std::is_same_v<T, Micros>) {
    return boost::json::value(in.count());
  } else {
    static_assert(is_described_struct<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    boost::json::object out;
    boost::mp11::mp_for_each<boost::describe::describe_members<
        T, boost::describe::mod_any_access | boost::describe::mod_inherited>>([&](auto d) {
      const auto& field = in.*d.pointer;
      if constexpr (is_optional<std::decay_t<decltype(field)>>::value) {
        if (!field) return;  // nothing is written as absence
      }
      out.emplace(d.name, to_json(field));
    });
    return out;
  }
}

template <class T>
Status from_json(const boost::json::value& in, T& out, const std::string& path = {},
                 Reading reading = {});

namespace detail {

template <class T>
Status read_number(const boost::json::value& in, T& out, const std::string& path) {
  if constexpr (std::is_floating_point_v<T>) {
    if (!in.is_number()) return expected(path, "a number");
    out = in.to_number<T>();
  } else {
    boost::system::error_code failure;
    const T value = in.to_number<T>(failure);
    if (failure) {
      return expected(path, "a whole number from " + std::to_string(std::numeric_limits<T>::min()) +
                                " to " + std::to_string(std::numeric_limits<T>::max()));
    }
    out = value;
  }
  return ok();
}

template <class T, class Parse>
Status read_text(const boost::json::value& in, T& out, const std::string& path, Parse parse) {
  const auto* text = in.if_string();
  if (!text) return expected(path, "a string");
  auto value = parse(std::string_view(*text));
  if (!value) {
    Error failure = value.error();
    failure.where = path;
    return failure;
  }
  out = *value;
  return ok();
}

template <class T>
Status read_struct(const boost::json::value& in, T& out, const std::string& path, Reading reading) {
  const auto* object = in.if_object();
  if (!object) return expected(path, "an object");
  Status status;
  std::size_t known = 0;
  boost::mp11::mp_for_each<boost::describe::describe_members<
      T, boost::describe::mod_any_access | boost::describe::mod_inherited>>([&](auto d) {
    if (!status) return;
    auto& field = out.*d.pointer;
    const auto* value = object->if_contains(d.name);
    const std::string at = path + "/" + d.name;
    if (value) {
      ++known;
      status = from_json(*value, field, at, reading);
    } else if constexpr (!may_be_absent<std::decay_t<decltype(field)>>) {
      if (reading.absent == Absent::is_an_error) status = expected(at, "this field to be present");
    }
  });
  if (!status || reading.unknown == Unknown::is_ignored || known == object->size()) return status;
  for (const auto& item : *object) {
    bool found = false;
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_members<
        T, boost::describe::mod_any_access | boost::describe::mod_inherited>>([&](auto d) {
      found = found || item.key() == d.name;
      names += (names.empty() ? "" : ", ") + std::string(d.name);
    });
    if (!found) {
      return expected(path + "/" + std::string(item.key()), "one of the known fields: " + names);
    }
  }
  return status;
}

}  // namespace detail

template <class T>
Status from_json(const boost::json::value& in, T& out, const std::string& path, Reading reading) {
  using namespace detail;
  if constexpr (std::is_same_v<T, boost::json::value>) {
    out = in;
    return ok();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!in.is_bool()) return expected(path, "true or false");
    out = in.get_bool();
    return ok();
  } else if constexpr (std::is_arithmetic_v<T>) {
    return read_number(in, out, path);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_text(in, out, path,
                     [](std::string_view text) { return Result<std::string>(std::string(text)); });
  } else if constexpr (std::is_enum_v<T>) {
    const auto* text = in.if_string();
    const auto value = text ? enum_value<T>(std::string_view(*text)) : std::nullopt;
    if (!value) return expected(path, "one of: " + enum_names<T>());
    out = *value;
    return ok();
  } else if constexpr (is_optional<T>::value) {
    if (in.is_null()) {
      out.reset();
      return ok();
    }
    return from_json(in, out.emplace(), path, reading);
  } else if constexpr (is_vector<T>::value) {
    const auto* array = in.if_array();
    if (!array) return expected(path, "a list");
    out.clear();
    out.reserve(array->size());
    for (const auto& item : *array) {
      const std::string at = path + "/" + std::to_string(out.size());
      auto status = from_json(item, out.emplace_back(), at, reading);
      if (!status) return status;
    }
    return ok();
  } else if constexpr (is_string_map<T>::value) {
    const auto* object = in.if_object();
    if (!object) return expected(path, "an object");
    out.clear();
    for (const auto& item : *object) {
      const std::string key(item.key());
      auto status = from_json(item.value(), out[key], path + "/" + key, reading);
      if (!status) return status;
    }
    return ok();
  } else if constexpr (is_id<T>::value) {
    return read_text(in, out, path, [](std::string_view text) { return T::parse(text); });
  } else if constexpr (std::is_same_v<T, Instant>) {
    return read_text(in, out, path, parse_instant);
  } else if constexpr (std::is_same_v<T, LocalDate>) {
    return read_text(in, out, path, parse_date);
  } else if constexpr (std::is_same_v<T, Micros>) {
    std::int64_t micros = 0;
    HEED_CHECK(read_number(in, micros, path));
    out = Micros(micros);
    return ok();
  } else {
    static_assert(is_described_struct<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    return read_struct(in, out, path, reading);
  }
}

// Reads a whole value of T from text.
template <class T>
Result<T> read(std::string_view text, Reading reading = {});

}  // namespace heed::json_map

#include "base/json.h"

namespace heed::json_map {

template <class T>
Result<T> read(std::string_view text, Reading reading) {
  auto value = parse_json(text);
  if (!value) return value.error();
  T out{};
  auto status = from_json(*value, out, {}, reading);
  if (!status) return status.error();
  return out;
}

template <class T>
std::string write(const T& in) {
  return write_json(to_json(in));
}

}  // namespace heed::json_map
