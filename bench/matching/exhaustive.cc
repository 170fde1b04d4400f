#include "exhaustive.h"

#include <algorithm>
#include <cctype>

namespace heed::bench {
namespace {

// Optimal string alignment of one pattern, up to 64 letters, with many texts.
class Pattern {
 public:
  explicit Pattern(std::string_view word) : size_(std::min<std::size_t>(word.size(), 64)) {
    for (std::size_t i = 0; i < size_; ++i)
      where_[static_cast<unsigned char>(word[i])] |= 1ull << i;
  }
  // 1 where equal, 0 where nothing is.
  float likeness(std::string_view text) const {
    if (size_ == 0 || text.empty()) return 0;
    const auto longer = static_cast<float>(std::max(size_, text.size()));
    const float apart = static_cast<float>(distance(text)) / longer;
    return apart > .5f ? 0 : 1 - 1.6f * apart;
  }

 private:
  std::size_t distance(std::string_view text) const {
    std::uint64_t plus = ~0ull, minus = 0, diagonal = 0, previous = 0;
    std::size_t out = size_;
    const std::uint64_t top = 1ull << (size_ - 1);
    for (char letter : text) {
      const std::uint64_t here = where_[static_cast<unsigned char>(letter)];
      diagonal =
          ((((~diagonal) & here) << 1) & previous) | (((here & plus) + plus) ^ plus) | here | minus;
      std::uint64_t up = minus | ~(diagonal | plus);
      std::uint64_t down = diagonal & plus;
      out += (up & top) != 0;
      out -= (down & top) != 0;
      up = up << 1 | 1;
      plus = down << 1 | ~(diagonal | up);
      minus = up & diagonal;
      previous = here;
    }
    return out;
  }
  std::array<std::uint64_t, 256> where_{};
  std::size_t size_;
};

float dates(std::string_view asked, const std::array<char, 8>& born) {
  if (asked.size() != 8 || born[0] == ' ') return .3f;
  int differ = 0;
  for (std::size_t i = 0; i < 8; ++i) differ += asked[i] != born[i];
  if (differ == 0) return 1;
  const std::string_view b(born.data(), 8);
  const bool swapped = asked.substr(0, 4) == b.substr(0, 4) && asked.substr(4, 2) == b.substr(6) &&
                       asked.substr(6) == b.substr(4, 2);
  if (swapped) return .7f;
  return differ == 1 ? .65f : differ == 2 ? .5f : 0;
}

}  // namespace

void Exhaustive::add(std::string_view given, std::string_view family, std::string_view born) {
  for (std::string_view part : {given, family}) {
    for (char c : part) text_ += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    at_.push_back(static_cast<std::uint32_t>(text_.size()));
  }
  std::array<char, 8> day;
  day.fill(' ');
  if (born.size() == 8) std::copy(born.begin(), born.end(), day.begin());
  born_.push_back(day);
}

std::vector<std::uint32_t> Exhaustive::best(const Asked& asked) const {
  const Pattern given(asked.given), family(asked.family);
  struct Ranked {
    float score;
    std::uint32_t who;
    bool operator<(const Ranked& other) const {
      return score != other.score ? score > other.score : who < other.who;
    }
  };
  std::vector<Ranked> heap;
  for (std::uint32_t who = 0; who < born_.size(); ++who) {
    const char* text = text_.data();
    const std::string_view x(text + at_[2 * who], at_[2 * who + 1] - at_[2 * who]);
    const std::string_view y(text + at_[2 * who + 1], at_[2 * who + 2] - at_[2 * who + 1]);
    const float straight = given.likeness(x) + family.likeness(y);
    const float names = straight > 1.2f
                            ? straight
                            : std::max(straight, given.likeness(y) + family.likeness(x) - .1f);
    float when = 0;
    if (!asked.born_from.empty()) {
      const std::string_view b(born_[who].data(), 8);
      when = b >= asked.born_from && b <= asked.born_to ? 1.f : 0.f;
    } else {
      when = dates(asked.born, born_[who]);
    }
    const Ranked one{names + .8f * when, who};
    if (heap.size() < 10) {
      heap.push_back(one);
      std::push_heap(heap.begin(), heap.end());
    } else if (one < heap.front()) {
      std::pop_heap(heap.begin(), heap.end());
      heap.back() = one;
      std::push_heap(heap.begin(), heap.end());
    }
  }
  std::sort_heap(heap.begin(), heap.end());
  std::vector<std::uint32_t> out;
  for (const auto& one : heap) out.push_back(one.who);
  return out;
}

}  // namespace heed::bench
