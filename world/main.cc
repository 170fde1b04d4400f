// heed-world: the systems around a control room, for demonstrations and tests, as real processes
// with real protocols.
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "base/civil.h"
#include "base/file.h"
#include "world/stand_in.h"

namespace heed::world {
namespace {

struct Arguments {
  std::vector<std::string> data;
  WorldOptions options;
  std::string now;
  std::string connections;
  std::vector<std::string> faults;
  bool detached = false;
};

int fail(const Error& error) {
  std::cerr << "heed-world: " << error.message() << "\n";
  return 1;
}

Result<std::vector<std::filesystem::path>> files_of(const std::vector<std::string>& given) {
  std::vector<std::filesystem::path> files;
  for (const auto& item : given) {
    if (!std::filesystem::is_directory(item)) {
      files.emplace_back(item);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(item)) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) return error(Code::not_found, "no .toml file there", "--data");
  return files;
}

// Where Heed reaches each source: one table each, as `heed` reads them.
Status write_connections(const std::string& file, const WorldOptions& options,
                         const std::vector<std::unique_ptr<StandIn>>& all) {
  const auto folder = std::filesystem::absolute(options.certificates).string();
  std::string text = "# Written by heed-world: where the stand-in sources are.\n";
  for (const auto& one : all) {
    text += "\n[" + one->name() + "]\nurl = \"" + one->url() + "\"\n";
    if (!one->kind().wants_tls()) continue;
    text += "authorities = \"" + folder + "/authority.pem\"\n";
    if (!one->kind().wants_client_certificate()) continue;
    text += "certificate = \"" + folder + "/heed.pem\"\n";
    text += "key = \"" + folder + "/heed.key\"\n";
  }
  return write_file_atomically(file, text);
}

int serve(Arguments arguments) {
  // Before any thread starts, so that all of them leave the signals to sigwait().
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const pid_t parent = getppid();
  if (!arguments.detached) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) return 0;  // it died before we could ask to be told
  }
  if (!arguments.now.empty()) {
    const auto now = parse_instant(arguments.now);
    if (!now) return fail(now.error());
    arguments.options.now = *now;
  }
  const auto files = files_of(arguments.data);
  if (!files) return fail(files.error());
  if (files->size() > 1 && (arguments.options.port || arguments.options.control_port)) {
    return fail(error(Code::invalid, "a port can be chosen for one stand-in only", "--port"));
  }
  std::vector<std::unique_ptr<StandIn>> all;
  for (const auto& file : *files) {
    auto one = start_stand_in(file, arguments.options);
    if (!one) return fail(one.error());
    all.push_back(std::move(*one));
  }
  if (!arguments.connections.empty()) {
    if (auto status = write_connections(arguments.connections, arguments.options, all); !status) {
      return fail(status.error());
    }
  }
  std::string line = "ready";
  for (const auto& one : all)
    line += " " + one->name() + "=" + one->url() + "," + one->control_url();
  std::cout << line << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app{"Stand-in sources, desks and a telephone switch for Heed"};
  app.footer(
      "Example: heed-world --data world/data --certificates var/world "
      "--connections var/world/connections.toml\n"
      "Prints one line when all listen: ready <name>=<url>,<control url> ...");
  Arguments arguments;
  std::string certificates;
  app.add_option("--data", arguments.data, "a stand-in's TOML file, or a folder of them")
      ->required()
      ->check(CLI::ExistingPath);
  app.add_option("--port", arguments.options.port, "for Heed; default: any free one");
  app.add_option("--control-port", arguments.options.control_port,
                 "for tests and demonstrations; default: any free one");
  app.add_option("--certificates", certificates,
                 "folder for authority, server and client certificates; made where missing");
  app.add_option("--connections", arguments.connections, "write where each source is to this file")
      ->needs("--certificates");
  app.add_option("--now", arguments.now,
                 "the world's time at the start, such as 2026-11-01T18:30:00Z");
  app.add_option("--pace", arguments.options.pace, "how much faster than life")
      ->check(CLI::Range(0.01, 100'000.0));
  app.add_flag("--detached", arguments.detached, "go on when the starting process ends");
  CLI11_PARSE(app, argc, argv);
  arguments.options.certificates = certificates;
  return serve(std::move(arguments));
}

}  // namespace
}  // namespace heed::world

int main(int argc, char** argv) { return heed::world::run(argc, argv); }
