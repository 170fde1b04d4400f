// A register of people that is searched by declared sets of keys: offender management, national
// police. POST /search; GET /next/<token> for further pages. world/README.md shows both.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/civil.h"
#include "base/text.h"
#include "world/document.h"
#include "world/stand_in.h"

namespace heed::world {
namespace json = boost::json;
using net::HttpRequest;
using net::HttpResponse;

namespace {

constexpr std::size_t queries_max = 1'000;

std::string letters_and_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80) out += lower(c);
  }
  return out;
}

// 07700 900461, +44 7700 900461 and 00447700900461 are one number.
std::string phone_digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) digits += c;
  }
  if (digits.starts_with("0044")) return "0" + digits.substr(4);
  if (digits.starts_with("44") && digits.size() == 12) return "0" + digits.substr(2);
  return digits;
}

std::string iso_date(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() != 3) return std::string(text);
  return std::string(parts[2]) + "-" + std::string(parts[1]) + "-" + std::string(parts[0]);
}

const json::array& list_of(const json::object& object, const char* key) {
  static const json::array none;
  const auto* value = object.if_contains(key);
  const auto* list = value ? value->if_array() : nullptr;
  return list ? *list : none;
}

bool any_item(const json::object& row, const char* list, const char* field,
              const std::function<bool(const std::string&, const json::object&)>& equal) {
  const auto& items = list_of(row, list);
  return std::any_of(items.begin(), items.end(), [&](const json::value& item) {
    const auto* object = item.if_object();
    return object && equal(text_of(*object, field), *object);
  });
}

// One word of an alias ("Dennis Arkright") counts as a name.
bool is_named(const json::object& row, const char* field, std::string_view name) {
  const std::string wanted = letters_and_digits(name);
  if (letters_and_digits(text_of(row, field)) == wanted) return true;
  const auto& aliases = list_of(row, "aliases");
  return std::any_of(aliases.begin(), aliases.end(), [&](const json::value& alias) {
    const auto* text = alias.if_string();
    if (!text) return false;
    const auto words = split(std::string_view(*text), ' ');
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return letters_and_digits(word) == wanted; });
  });
}

bool key_fits(const json::object& row, const std::string& key, const std::string& value,
              const json::object& query) {
  if (key == "telephone") {
    return any_item(row, "phones", "number", [&](const std::string& number, const json::object&) {
      return phone_digits(number) == phone_digits(value);
    });
  }
  if (key == "surname" || key == "forename") return is_named(row, key.c_str(), value);
  if (key == "dob") return iso_date(text_of(row, "dob")) == iso_date(value);
  if (key == "vrm") {
    return any_item(row, "vehicles", "mark", [&](const std::string& mark, const json::object&) {
      return letters_and_digits(mark) == letters_and_digits(value);
    });
  }
  if (key == "username") {
    return any_item(row, "usernames", "name", [&](const std::string& name, const json::object& on) {
      return lower_ascii(name) == lower_ascii(value) &&
             lower_ascii(text_of(on, "platform")) == lower_ascii(text_of(query, "platform"));
    });
  }
  return key == "platform";  // compared with the user name
}

class Registry final : public Kind {
 public:
  Registry(const json::object& data, const WorldClock& clock)
      : clock_(clock),
        client_certificate_(data.if_contains("client_certificate") &&
                            data.at("client_certificate") == json::value(true)),
        as_of_(text_of(data, "as_of", "live")),
        coverage_(text_of(data, "coverage")),
        refuses_(text_of(data, "refuses")) {
    for (const auto& set : list_of(data, "accepts")) {
      std::vector<std::string> keys;
      for (const auto& key : set.as_array()) keys.emplace_back(key.as_string());
      accepts_.push_back(std::move(keys));
    }
    for (const auto& row : list_of(data, "nominal")) rows_.push_back(row.as_object());
    const auto* size = data.if_contains("page_size");
    if (size && size->is_int64()) page_size_ = static_cast<std::size_t>(size->get_int64());
    const auto* length = data.if_contains("originator_max");
    if (length && length->is_int64()) {
      originator_max_ = static_cast<std::size_t>(length->get_int64());
    }
  }

  bool wants_client_certificate() const override { return client_certificate_; }

  std::optional<HttpResponse> answer(const HttpRequest& request, const net::Responder&) override {
    if (request.method == "POST" && request.path() == "/search") {
      auto query = body_of(request);
      if (!query) return json_error(400, query.error().message());
      return search(std::move(*query));
    }
    if (request.method == "GET" && request.path().starts_with("/next/")) {
      return next(std::string(request.path().substr(6)));
    }
    return json_error(404, "POST /search");
  }

 private:
  HttpResponse search(json::object query) {
    const std::string originator = text_of(query, "originator");
    if (originator.empty() || code_point_count(originator) > originator_max_) {
      return json_error(400, "expected an originator of at most " +
                                 std::to_string(originator_max_) + " characters");
    }
    if (text_of(query, "reason").empty()) return json_error(400, "expected a reason");
    std::vector<std::string> keys;
    for (const auto& [key, value] : query) {
      if (key == "reference" || key == "originator" || key == "reason") continue;
      if (!value.is_string() || value.get_string().empty()) {
        return json_error(400, "expected text for each key");
      }
      keys.emplace_back(key);
    }
    const bool known = std::any_of(accepts_.begin(), accepts_.end(), [&](const auto& set) {
      return std::is_permutation(set.begin(), set.end(), keys.begin(), keys.end());
    });
    if (!known) return json_error(400, "not searchable by those keys. " + refuses_);
    return page(query, keys, 0);
  }

  HttpResponse next(const std::string& token) {
    const auto at = queries_.find(token);
    if (at == queries_.end()) return json_error(404, "no such page");
    const auto [query, keys, from] = at->second;
    return page(query, keys, from);
  }

  HttpResponse page(const json::object& query, const std::vector<std::string>& keys,
                    std::size_t from) {
    std::vector<const json::object*> found;
    for (const auto& row : rows_) {
      const bool fits = std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
        return key_fits(row, key, text_of(query, key), query);
      });
      if (fits) found.push_back(&row);
    }
    json::object enquiry{{"reference", text_of(query, "reference")}};
    json::array searched;
    for (const auto& key : keys) {
      enquiry[key] = text_of(query, key);
      searched.push_back(json::string(key));
    }
    json::array nominals;
    const std::size_t until = std::min(found.size(), from + page_size_);
    for (std::size_t i = from; i < until; ++i) nominals.push_back(*found[i]);
    json::object reply{{"enquiry", enquiry},
                       {"searchedBy", searched},
                       {"recordsFound", found.size()},
                       {"lastPage", until == found.size()},
                       {"dataAsAt", as_of_ == "live" ? format_instant(clock_.now()) : as_of_},
                       {"coverage", coverage_},
                       {"nominals", nominals}};
    if (until < found.size()) {
      if (queries_.size() >= queries_max) queries_.clear();
      const std::string token = "p" + std::to_string(++tokens_);
      queries_[token] = {query, keys, until};
      reply["nextPage"] = "/next/" + token;
    }
    return json_answer(200, reply);
  }

  struct Query {
    json::object query;
    std::vector<std::string> keys;
    std::size_t from = 0;
  };

  const WorldClock& clock_;
  bool client_certificate_;
  std::string as_of_;
  std::string coverage_;
  std::string refuses_;
  std::size_t page_size_ = 20;
  std::size_t originator_max_ = 200;
  std::vector<std::vector<std::string>> accepts_;
  std::vector<json::object> rows_;
  std::map<std::string, Query> queries_;
  std::uint64_t tokens_ = 0;
};

}  // namespace

Result<std::unique_ptr<Kind>> make_registry(const json::object& data, const WorldClock& clock) {
  try {
    return std::unique_ptr<Kind>(std::make_unique<Registry>(data, clock));
  } catch (const std::exception& failure) {
    return error(Code::invalid, "expected accepts = [[keys]] and [[nominal]] tables",
                 failure.what());
  }
}

}  // namespace heed::world
