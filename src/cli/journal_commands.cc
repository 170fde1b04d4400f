#include "cli/journal_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "base/json.h"

namespace heed::cli {
namespace {

namespace fs = std::filesystem;
using journal::Copied;
using journal::Finding;
using journal::LedgerPlaces;
using journal::Verification;

struct Places {
  std::string ledger, keys, checkpoints;
};

std::shared_ptr<Places> add_places(CLI::App& command) {
  auto places = std::make_shared<Places>();
  command.add_option("ledger", places->ledger, "The ledger's folder")->required();
  command.add_option("--keys", places->keys, "Its key file (default: LEDGER.keys)");
  command.add_option("--checkpoints", places->checkpoints,
                     "The folder of its checkpoints (default: LEDGER.checkpoints)");
  return places;
}

LedgerPlaces with_defaults(const Places& places, const JournalTools& tools) {
  LedgerPlaces out{places.ledger, places.keys, places.checkpoints};
  if (out.keys.empty()) out.keys = tools.default_keys(out.folder);
  if (out.checkpoints.empty()) out.checkpoints = tools.default_checkpoints(out.folder);
  return out;
}

journal::Progress progress_to(Session& session, std::string_view doing) {
  return [&session, doing = std::string(doing)](std::uint64_t seq) {
    if (!session.json) session.err << doing << " event " << seq << '\r' << std::flush;
  };
}

std::string in_words(const Finding& finding) {
  std::string out = "  ";
  if (finding.seq != 0) out += fmt::format("event {}: ", finding.seq);
  if (!finding.where.empty()) out += finding.where + ": ";
  return out + finding.what + "\n";
}

boost::json::array in_json(const std::vector<Finding>& findings) {
  boost::json::array out;
  for (const auto& finding : findings) {
    boost::json::object one;
    if (finding.seq != 0) one["event"] = finding.seq;
    if (!finding.where.empty()) one["where"] = finding.where;
    one["what"] = finding.what;
    one["damage"] = !finding.is_behind;
    out.push_back(std::move(one));
  }
  return out;
}

void say_in_json(const Verification& found, Session& session) {
  boost::json::object out;
  out["good"] = found.is_good();
  if (found.facts) {
    out["ledger"] = found.facts->ledger.str();
    out["nature"] = journal::to_string(found.facts->nature);
  }
  out["events"] = found.events;
  out["head"] = to_hex(found.head.hash);
  out["payloads_opened"] = found.payloads_opened;
  out["payloads_erased"] = found.payloads_destroyed;
  out["payloads_not_tried"] = found.payloads_not_tried;
  out["checkpoints"] = found.checkpoints;
  if (found.proven_size) out["proven_size"] = *found.proven_size;
  out["findings"] = in_json(found.findings);
  out["findings_in_all"] = found.findings_in_all;
  session.out << write_json(out) << '\n';
}

void say_in_words(const Verification& found, Session& session) {
  if (found.facts) {
    session.out << fmt::format("Ledger {} of {}, {}\n", found.facts->ledger.str(),
                               found.facts->force_name, journal::to_string(found.facts->nature));
  }
  session.out << fmt::format("{} events, head {}\n", found.events, to_hex(found.head.hash));
  session.out << fmt::format("Payloads: {} opened and as stored, {} erased", found.payloads_opened,
                             found.payloads_destroyed);
  session.out << (found.payloads_not_tried == 0
                      ? std::string("\n")
                      : fmt::format(", {} not tried: no keys were given\n",
                                    found.payloads_not_tried));
  if (found.proven_size) {
    session.out << fmt::format("Size: proven up to event {} by {} signed checkpoints\n",
                               *found.proven_size, found.checkpoints);
  } else {
    session.out
        << "Size: UNPROVEN. Without checkpoints nobody can tell whether events were cut from "
           "the end\n";
  }
  if (found.is_good()) {
    session.out << "Good: every event is what was written, in its place\n";
    return;
  }
  session.out << fmt::format("NOT GOOD: {} findings\n", found.findings_in_all);
  for (const auto& finding : found.findings) session.out << in_words(finding);
  if (found.findings_in_all > found.findings.size()) session.out << "  and more of the kind\n";
}

void add_verify(CLI::App& app, Session& session, const JournalTools& tools) {
  CLI::App* command =
      app.add_subcommand("verify", "Check that a ledger is what was written, to the last byte");
  const auto places = add_places(*command);
  command->footer(
      "Keys and checkpoints are used where they are found. Exit code 5: damage; 1: whole, but "
      "less\n"
      "than was signed or erased since.\n"
      "Examples:\n  heed verify var/ledger\n"
      "  heed verify /mnt/copy/ledger --checkpoints /mnt/elsewhere/checkpoints");
  run_when_called(*command, session, [&session, tools, places]() -> Result<Exit> {
    const LedgerPlaces at = with_defaults(*places, tools);
    journal::VerifyPlaces what{at.folder, {}, {}};
    if (!places->keys.empty() || fs::exists(at.keys)) what.keys = at.keys;
    if (fs::exists(at.checkpoints)) {
      what.checkpoints = at.checkpoints;
    } else if (!places->checkpoints.empty()) {
      return error(Code::not_found, "there is no such folder", places->checkpoints,
                   "Name the folder that holds the .checkpoints files");
    }
    HEED_TRY(const Verification found, tools.verify(what, progress_to(session, "checking")));
    session.json ? say_in_json(found, session) : say_in_words(found, session);
    if (!found.is_whole()) return Exit::corrupt;
    return found.is_good() ? Exit::ok : Exit::finding;
  });
}

void say(const Copied& copied, std::string_view done, Session& session) {
  if (session.json) {
    boost::json::object out;
    out["events"] = copied.events;
    out["head"] = to_hex(copied.head);
    out["keys"] = copied.keys;
    out["checkpoints"] = copied.checkpoints;
    out["behind"] = in_json(copied.behind);
    session.out << write_json(out) << '\n';
    return;
  }
  session.out << fmt::format("{}: {} events, head {}, read back and verified\n", done,
                             copied.events, to_hex(copied.head));
  if (!copied.keys) {
    session.out << "Keys: NOT included. Without them no payload can ever be read\n";
  }
  if (!copied.checkpoints) session.out << "Checkpoints: not included\n";
  if (!copied.behind.empty()) session.out << "Since this copy was made:\n";
  for (const auto& finding : copied.behind) session.out << in_words(finding);
}

void add_backup(CLI::App& app, Session& session, const JournalTools& tools) {
  CLI::App* command = app.add_subcommand(
      "backup", "Copy a ledger away, beside a running Heed: data, keys, checkpoints apart");
  const auto places = add_places(*command);
  const auto to = std::make_shared<Places>();
  command->add_option("to", to->ledger, "Folder for the data")->required();
  command->add_option("--keys-to", to->keys, "Folder for the key file, on another disk");
  command->add_option("--checkpoints-to", to->checkpoints, "Folder for the checkpoints");
  command->footer(
      "Refuses a folder that would hold both data and keys, and overwrites nothing.\n"
      "Examples:\n  heed backup var/ledger /backup/data/2026-11-19 \\\n"
      "    --keys-to /vault/2026-11-19 --checkpoints-to /elsewhere/2026-11-19");
  run_when_called(*command, session, [&session, tools, places, to]() -> Result<Exit> {
    HEED_TRY(const Copied copied,
             tools.backup(with_defaults(*places, tools), {to->ledger, to->keys, to->checkpoints}));
    say(copied, "Backed up", session);
    return Exit::ok;
  });
}

void add_restore(CLI::App& app, Session& session, const JournalTools& tools) {
  CLI::App* command =
      app.add_subcommand("restore", "Bring a ledger back from a backup, checked before and after");
  const auto from = std::make_shared<Places>();
  command->add_option("from", from->ledger, "Folder of the data that was backed up")->required();
  const auto places = add_places(*command);
  command->add_option("--keys-from", from->keys, "Folder (or file) of the backed-up keys");
  command->add_option("--checkpoints-from", from->checkpoints,
                      "Folder of the backed-up checkpoints");
  command->footer(
      "Overwrites nothing: move a damaged ledger away first. Keys destroyed since the backup are\n"
      "destroyed again when the ledger is next opened.\n"
      "Examples:\n  heed restore /backup/data/2026-11-19 var/ledger \\\n"
      "    --keys-from /vault/2026-11-19 --checkpoints-from /elsewhere/2026-11-19");
  run_when_called(*command, session, [&session, tools, places, from]() -> Result<Exit> {
    HEED_TRY(const Copied copied, tools.restore({from->ledger, from->keys, from->checkpoints},
                                                with_defaults(*places, tools)));
    say(copied, "Restored", session);
    return copied.behind.empty() ? Exit::ok : Exit::finding;
  });
}

void add_rebuild(CLI::App& app, Session& session, const JournalTools& tools) {
  CLI::App* command =
      app.add_subcommand("rebuild", "Make every view anew from the ledger, while Heed is stopped");
  const auto places = add_places(*command);
  command->footer("Examples:\n  heed rebuild var/ledger");
  run_when_called(*command, session, [&session, tools, places]() -> Result<Exit> {
    HEED_TRY(const std::vector<Rebuilt> views,
             tools.rebuild(with_defaults(*places, tools), progress_to(session, "folding")));
    boost::json::array out;
    for (const auto& view : views) {
      if (session.json) {
        out.push_back(boost::json::object{
            {"view", view.view}, {"events", view.events}, {"took_ms", view.took.count()}});
      } else {
        session.out << fmt::format("{}: {} events in {} ms\n", view.view, view.events,
                                   view.took.count());
      }
    }
    if (session.json) session.out << write_json(out) << '\n';
    return Exit::ok;
  });
}

}  // namespace

void add_journal_commands(CLI::App& app, Session& session, const JournalTools& tools) {
  add_verify(app, session, tools);
  add_rebuild(app, session, tools);
  add_backup(app, session, tools);
  add_restore(app, session, tools);
}

}  // namespace heed::cli
