#include "rehearsal/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "rehearsal/script_read.h"

namespace heed::rehearsal {
namespace {

constexpr std::size_t bytes_max = 1 << 20;
constexpr std::size_t chain_max = 5;

// What `after` names, or nothing.
Result<std::optional<std::string>> predecessor(const std::string& name, const std::string& text) {
  HEED_TRY(const policy::Document document, policy::Document::parse(text, name));
  return document.root().optional_string("after");
}

void add_missing(Script& script, const Script& earlier) {
  for (const auto& member : earlier.cast) {
    if (script.member(member.name) == nullptr) script.cast.push_back(member);
  }
  for (const auto& source : earlier.sources) {
    const bool own = std::any_of(script.sources.begin(), script.sources.end(),
                                 [&](const auto& each) { return each.source == source.source; });
    if (!own) script.sources.push_back(source);
  }
  for (const auto* moments : {&earlier.before, &earlier.moments}) {
    for (const Moment& moment : *moments) {
      // The time of an expectation moves the clock like any other; nothing is expected any more.
      if (std::holds_alternative<Act>(moment.what)) script.before.push_back(moment);
    }
  }
}

Result<Script> read_chain(const std::string& name, const Texts& texts, std::size_t depth) {
  if (depth > chain_max) {
    return error(Code::limit, fmt::format("a chain of more than {} rehearsals", chain_max), name,
                 "see `after`");
  }
  const auto found = texts.find(name);
  if (found == texts.end()) return error(Code::not_found, "no such rehearsal", name);
  HEED_TRY(const auto after, predecessor(name, found->second));
  std::optional<Script> earlier;
  if (after) {
    HEED_TRY(Script read, read_chain(*after, texts, depth + 1));
    earlier = std::move(read);
  }
  HEED_TRY(Script script, read_one(name, found->second, earlier ? &*earlier : nullptr));
  script.began = earlier ? earlier->began : script.starts;
  if (earlier) add_missing(script, *earlier);
  return script;
}

}  // namespace

std::string_view to_string(Mood mood) {
  switch (mood) {
    case Mood::must: return "must";
    case Mood::must_not: return "must_not";
    case Mood::never: return "never";
  }
  return "?";
}

const CastMember* Script::member(std::string_view name) const {
  for (const auto& each : cast) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

Result<Script> read_script(const std::string& name, const Texts& texts) {
  return read_chain(name, texts, 1);
}

Result<Texts> load_texts(const std::filesystem::path& path) {
  Texts texts;
  std::filesystem::path at = path;
  std::string name = path.string();
  for (std::size_t depth = 0; depth <= chain_max; ++depth) {
    HEED_TRY(std::string text, read_file(at, bytes_max));
    HEED_TRY(const auto after, predecessor(name, text));
    texts.emplace(name, std::move(text));
    if (!after || texts.count(*after) != 0) break;
    at = at.parent_path() / *after;
    name = *after;
  }
  return texts;
}

Result<Script> load_script(const std::filesystem::path& path) {
  HEED_TRY(const Texts texts, load_texts(path));
  return read_script(path.string(), texts);
}

}  // namespace heed::rehearsal
