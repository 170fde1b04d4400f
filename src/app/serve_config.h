// What `heed serve` runs: one TOML file for the force's engineers. Paths are relative to the file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/result.h"

namespace heed::app {

struct ServeConfig {
  std::string force_name;
  std::string force_code;
  std::string zone;
  std::filesystem::path policy;
  std::filesystem::path staff;
  std::filesystem::path competences;
  std::optional<std::filesystem::path> wards;             // which postcodes lie in which ward
  std::optional<std::filesystem::path> connections;       // where sources are reached
  std::map<std::string, std::filesystem::path> extracts;  // source -> CSV, imported at the start
  std::string address = "127.0.0.1";
  int port = 0;
  std::optional<std::filesystem::path> certificate;  // PEM, the chain leaf first; else in the clear
  std::filesystem::path certificate_key;
  std::vector<std::string> hosts;  // further names that browsers reach it by
  std::string telephone;           // the switch's URL; empty: calls are opened by hand
  std::string default_handler;     // for an agent whom staff does not know
};

// Code::invalid with file, line and what was expected.
Result<ServeConfig> read_serve_config(const std::filesystem::path& file);

}  // namespace heed::app
