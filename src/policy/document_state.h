// What a document and the tables and values taken from it share: the bytes, the parsed tree, which
// keys were asked for and what was found wrong. For the .cc files of document.h only.
// Every file of the project that includes toml++ uses the shared library, with exceptions: parts of
// it are one function in one mode and another in another, under one name, and the linker keeps
// either.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "policy/document.h"

namespace toml {
inline namespace v3 {
class node;
class table;
}  // namespace v3
}  // namespace toml

namespace heed::policy {

struct DocumentState {
  std::string name;
  std::string text;
  DocumentLimits limits;
  std::shared_ptr<toml::table> root;
  std::unordered_map<const void*, std::set<std::string>> asked;  // by table
  std::unordered_set<const void*> taken_whole;  // read as JSON: their keys are the reader's affair
  std::vector<Problem> problems;
  bool more = false;
  bool finished = false;

  void note(Place place, std::string detail, std::string remedy);
  void take_whole(const void* node);
};

Place place_of(const DocumentState& state, const toml::node& node);

}  // namespace heed::policy
