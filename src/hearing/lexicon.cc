#include "hearing/lexicon.h"

namespace heed::hearing {

Lexicon::Lexicon() {
  ids_.max_load_factor(0.25F);  // looked up for every word that is heard
  words_.emplace_back();
  traits_.push_back(0);
  meant_.emplace_back();
}

WordId Lexicon::intern(std::string_view word) {
  if (word.empty()) return unknown_word;
  if (const auto found = ids_.find(word); found != ids_.end()) return found->second;
  const auto id = static_cast<WordId>(words_.size());
  ids_.emplace(word, id);
  words_.emplace_back(word);
  traits_.push_back(0);
  meant_.emplace_back();
  return id;
}

WordId Lexicon::find(std::string_view word) const {
  const auto found = ids_.find(word);
  return found == ids_.end() ? unknown_word : found->second;
}

void Lexicon::add_variant(std::string_view variant, const std::vector<WordId>& meant) {
  const WordId id = intern(variant);
  meant_[id] = meant;
}

}  // namespace heed::hearing
