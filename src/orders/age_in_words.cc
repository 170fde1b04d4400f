// The age limit that a clause states in words. Small on purpose: whoever structures an order reads
// it; this only notices that the words and the structure do not say the same.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "orders/orders.h"

namespace heed::orders {
namespace {

const std::map<std::string, int, std::less<>> number_words = {
    {"ten", 10},      {"eleven", 11},   {"twelve", 12},  {"thirteen", 13},
    {"fourteen", 14}, {"fifteen", 15},  {"sixteen", 16}, {"seventeen", 17},
    {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},  {"twenty-one", 21}};

std::vector<std::string> words_of(std::string_view clause) {
  std::vector<std::string> out;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (const char c : lower_ascii(clause)) {
    if (is_alpha(c) || is_digit(c) || (c == '-' && !word.empty())) {
      word += c;
    } else {
      flush();
    }
  }
  flush();
  return out;
}

// "16", "sixteen", "under-16s", "16s".
std::optional<int> age_number(std::string_view word) {
  if (const auto named = number_words.find(word); named != number_words.end()) return named->second;
  while (!word.empty() && (word.back() == 's' || word.back() == '-')) word.remove_suffix(1);
  if (word.empty() || word.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : word) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value < 4 || value > 25) return std::nullopt;
  return value;
}

class Reader {
 public:
  explicit Reader(std::vector<std::string> words) : words_(std::move(words)) {}

  std::optional<records::ProtectedAge> read() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].rfind("under-", 0) == 0) {
        if (const auto age = age_number(std::string_view(words_[i]).substr(6)))
          found({*age, false});
      } else if (const auto age = age_number(words_[i])) {
        if (behind_says_included(i)) {
          found({*age, true});
        } else if (before_says_below(i)) {
          found({*age, false});
        }
      }
    }
    return several_ ? std::nullopt : found_;
  }

 private:
  const std::string& at(std::size_t i) const {
    static const std::string nothing;
    return i < words_.size() ? words_[i] : nothing;
  }

  // "16 or under", "16 years and under", "16 years of age or younger".
  bool behind_says_included(std::size_t number) const {
    std::size_t i = number + 1;
    while (at(i) == "years" || at(i) == "year" || at(i) == "of" || at(i) == "age" ||
           at(i) == "old" || at(i) == "yrs") {
      ++i;
    }
    const bool joined = at(i) == "or" || at(i) == "and";
    const std::string& last = at(i + 1);
    return joined && (last == "under" || last == "younger" || last == "below" || last == "less");
  }

  // "under 16", "under the age of 16", "below the age of 16", "younger than 16", "has not attained
  // the age of 16".
  bool before_says_below(std::size_t number) const {
    std::size_t i = number;
    while (i > 0 && (at(i - 1) == "the" || at(i - 1) == "age" || at(i - 1) == "of" ||
                     at(i - 1) == "than" || at(i - 1) == "aged")) {
      --i;
    }
    if (i == 0) return false;
    const std::string& word = at(i - 1);
    return word == "under" || word == "below" || word == "younger" || word == "less" ||
           word == "attained" || word == "reached";
  }

  void found(records::ProtectedAge age) {
    const auto same = [&] {
      return found_->limit == age.limit && found_->inclusive == age.inclusive;
    };
    if (found_ && !same()) several_ = true;
    found_ = age;
  }

  std::vector<std::string> words_;
  std::optional<records::ProtectedAge> found_;
  bool several_ = false;
};

}  // namespace

std::optional<records::ProtectedAge> age_in_words(std::string_view clause) {
  return Reader(words_of(clause)).read();
}

}  // namespace heed::orders
