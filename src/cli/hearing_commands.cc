#include "cli/hearing_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <ostream>

#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "hearing/hearing.h"
#include "hearing/learn.h"

namespace heed::cli {
namespace {

using hearing::Finding;
using hearing::Heard;
using hearing::Listener;
namespace json = boost::json;

constexpr std::size_t line_bytes_max = 8u << 20;

struct Options {
  std::string text;
  std::string in;
  std::string out;
  std::string learn;
  std::string policy = "policy/hearing";
  std::string zone = "Europe/London";
  std::string channel = "999";
  std::string voice = "caller";
  std::string at;
};

void put_place(json::object& out, const Finding& finding) {
  out["quote"] = finding.quote;
  out["start"] = finding.span.start;
  out["end"] = finding.span.end;
}

template <class List, class Write>
json::array standing(const List& list, Write write) {
  json::array out;
  for (const auto& each : list) {
    if (!each.stands()) continue;
    json::object item;
    write(item, each);
    out.push_back(std::move(item));
  }
  return out;
}

std::string seconds(Instant at) {
  std::string text = format_instant(at);
  if (const auto dot = text.find('.'); dot != std::string::npos) text = text.substr(0, dot) + "Z";
  return text;
}

json::object as_json(const std::string& id, const Heard& heard) {
  json::object out;
  out["id"] = id;
  out["identifiers"] = standing(heard.identifiers, [](json::object& item, const auto& each) {
    item["kind"] = to_string(each.kind);
    item["value"] = each.value;
    item["platform"] = each.platform;
    item["of"] = to_string(each.of);
    put_place(item, each);
  });
  out["ages"] = standing(heard.ages, [](json::object& item, const auto& each) {
    item["who"] = to_string(each.who);
    item["low"] = each.low;
    item["high"] = each.high;
    put_place(item, each);
  });
  out["deadlines"] = standing(heard.deadlines, [](json::object& item, const auto& each) {
    item["at"] = seconds(each.at);
    item["precision"] = to_string(each.precision);
    put_place(item, each);
  });
  out["cues"] = standing(heard.cues, [](json::object& item, const auto& each) {
    item["meaning"] = each.meaning;
    item["about"] = to_string(each.about);
    put_place(item, each);
    item["why"] = each.why;
  });
  out["undertakings"] = standing(heard.undertakings, [](json::object& item, const auto& each) {
    item["what"] = each.what;
    item["due"] = each.due ? json::value(seconds(*each.due)) : json::value(nullptr);
    put_place(item, each);
  });
  out["wishes"] = standing(heard.wishes, [](json::object& item, const auto& each) {
    item["kind"] = to_string(each.kind);
    item["target"] = each.target;
    put_place(item, each);
  });
  json::array flags;
  for (const auto& each : heard.flags) {
    json::object item;
    item["name"] = each.name;
    json::array why;
    for (const auto& key : each.why) why.emplace_back(key);
    item["why"] = std::move(why);
    item["force"] = to_string(each.force);
    flags.push_back(std::move(item));
  }
  out["flags"] = std::move(flags);
  return out;
}

// ---- for a person ----

struct Shown {
  hearing::Span span;
  std::string what;
  std::string why;
};

std::vector<Shown> all_shown(const Heard& heard, const Zone& zone) {
  std::vector<Shown> out;
  const auto add = [&](const Finding& finding, std::string what) {
    if (!finding.stands()) what += fmt::format(" — set aside: {}", finding.set_aside);
    out.push_back({finding.span, std::move(what), finding.why});
  };
  for (const auto& each : heard.identifiers) {
    add(each, fmt::format("{} {}{} of {}", to_string(each.kind), each.value,
                          each.platform.empty() ? "" : " on " + each.platform, to_string(each.of)));
  }
  for (const auto& each : heard.ages)
    add(each, fmt::format("age {}{} of {}", each.low,
                          each.high == each.low ? "" : fmt::format("–{}", each.high),
                          to_string(each.who)));
  for (const auto& each : heard.deadlines)
    add(each,
        fmt::format("by {} ({})", format_for_people(zone, each.at), to_string(each.precision)));
  for (const auto& each : heard.cues)
    add(each, fmt::format("{}, about {}", each.meaning, to_string(each.about)));
  for (const auto& each : heard.undertakings)
    add(each, fmt::format("promised: {}{}", each.what,
                          each.due ? ", by " + format_for_people(zone, *each.due) : ""));
  for (const auto& each : heard.wishes)
    add(each, fmt::format("wish: {} {}", to_string(each.kind), each.target));
  std::stable_sort(out.begin(), out.end(),
                   [](const Shown& a, const Shown& b) { return a.span.start < b.span.start; });
  return out;
}

void print(std::ostream& out, const std::string& text, const Heard& heard, const Zone& zone) {
  const auto shown = all_shown(heard, zone);
  // the text, each finding's words between brackets with its number
  std::multimap<std::size_t, std::string> inserts;
  for (std::size_t each = 0; each < shown.size(); ++each) {
    inserts.emplace(shown[each].span.start, "[");
    inserts.emplace(shown[each].span.end, fmt::format("]{}", each + 1));
  }
  const std::string clean = scrub_utf8(text);
  std::size_t point = 0;
  for (std::size_t at = 0; at <= clean.size(); ++point) {
    for (auto [from, to] = inserts.equal_range(point); from != to; ++from) out << from->second;
    if (at == clean.size()) break;
    const std::size_t begin = at;
    next_code_point(clean, at);
    out << clean.substr(begin, at - begin);
  }
  out << "\n\n";
  for (std::size_t each = 0; each < shown.size(); ++each) {
    out << fmt::format("{:>3}  {}\n     heard: {}\n", each + 1, shown[each].what, shown[each].why);
  }
  if (shown.empty()) out << "  nothing heard\n";
  for (const auto& flag : heard.flags) {
    out << fmt::format("  flag {} ({}): {}\n", flag.name, to_string(flag.force), flag.says);
  }
}

Result<Exit> hear_one(Session& session, const Options& options, const Listener& listener,
                      const Zone& zone) {
  hearing::Utterance utterance;
  const auto channel = hearing::parse_channel(options.channel);
  const auto voice = hearing::parse_voice(options.voice);
  if (!channel) return error(Code::invalid, "expected 999, 101, chat or service_desk", "--channel");
  if (!voice)
    return error(Code::invalid, "expected caller, handler_note, quoted or transcript", "--voice");
  utterance.channel = *channel;
  utterance.voice = *voice;
  utterance.at = SystemClock().now();
  if (!options.at.empty()) {
    auto at = parse_instant(options.at);
    if (!at)
      return error(Code::invalid, "expected an instant such as 2026-11-19T18:30:00Z", "--at");
    utterance.at = *at;
  }
  utterance.text = options.text;
  const Heard heard = listener.hear(utterance);
  if (session.json) {
    session.out << write_json(as_json("", heard)) << '\n';
  } else {
    print(session.out, options.text, heard, zone);
  }
  return Exit::ok;
}

Result<std::string> text_field(const json::object& row, std::string_view name,
                               const std::string& where) {
  const auto* value = row.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  if (!text)
    return error(Code::invalid, fmt::format("expected the field '{}', a string", name), where);
  return std::string(*text);
}

Result<std::string> hear_line(const std::string& line, const std::string& where,
                              const Listener& listener) {
  auto parsed = parse_json(scrub_utf8(line), {.bytes_max = line_bytes_max});
  if (!parsed) return error(parsed.error().code, parsed.error().detail, where);
  const auto* row = parsed->if_object();
  if (!row) return error(Code::invalid, "expected a JSON object", where);
  HEED_TRY(const std::string id, text_field(*row, "id", where));
  HEED_TRY(const std::string at, text_field(*row, "at", where));
  HEED_TRY(const std::string channel_name, text_field(*row, "channel", where));
  HEED_TRY(const std::string voice_name, text_field(*row, "voice", where));
  HEED_TRY(const std::string text, text_field(*row, "text", where));
  const auto channel = hearing::parse_channel(channel_name);
  const auto voice = hearing::parse_voice(voice_name);
  if (!channel)
    return error(Code::invalid, "'channel': expected 999, 101, chat or service_desk", where);
  if (!voice)
    return error(Code::invalid, "'voice': expected caller, handler_note, quoted or transcript",
                 where);
  auto instant = parse_instant(at);
  if (!instant)
    return error(Code::invalid, "'at': expected an instant such as 2026-11-19T18:30:00Z", where);
  return write_json(as_json(id, listener.hear({*channel, *voice, *instant, text})));
}

Result<Exit> hear_many(Session& session, const Options& options, const Listener& listener) {
  std::ifstream in(options.in, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a readable file of JSON lines", options.in);
  std::ofstream file;
  if (!options.out.empty()) {
    file.open(options.out, std::ios::binary | std::ios::trunc);
    if (!file) return error(Code::unavailable, "the file cannot be written", options.out);
  }
  std::ostream& out = options.out.empty() ? session.out : file;
  std::string line;
  std::size_t count = 0;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (trim(line).empty()) continue;
    HEED_TRY(const std::string heard,
             hear_line(line, fmt::format("{}:{}", options.in, number), listener));
    out << heard << '\n';
    ++count;
  }
  out.flush();
  if (!out) return error(Code::unavailable, "writing failed", options.out);
  if (!options.out.empty() && !session.json) session.out << fmt::format("{} texts heard\n", count);
  return Exit::ok;
}

Result<hearing::Lesson> lesson_of(const std::string& line, const std::string& where) {
  auto parsed = parse_json(line, {.bytes_max = line_bytes_max});
  if (!parsed) return error(parsed.error().code, parsed.error().detail, where);
  const auto* row = parsed->if_object();
  if (!row) return error(Code::invalid, "expected a JSON object", where);
  hearing::Lesson lesson;
  HEED_TRY(lesson.hand, text_field(*row, "hand", where));
  HEED_TRY(lesson.text, text_field(*row, "text", where));
  HEED_TRY(const std::string channel, text_field(*row, "channel", where));
  HEED_TRY(const std::string voice, text_field(*row, "voice", where));
  HEED_TRY(const std::string at, text_field(*row, "at", where));
  HEED_TRY(lesson.at, parse_instant(at));
  lesson.channel = hearing::parse_channel(channel).value_or(lesson.channel);
  lesson.voice = hearing::parse_voice(voice).value_or(lesson.voice);
  const auto* benign = row->if_contains("benign");
  if (!benign || !benign->is_bool()) return error(Code::invalid, "expected 'benign'", where);
  lesson.benign = benign->as_bool();
  if (const auto* weight = row->if_contains("weight"); weight && weight->is_number())
    lesson.weight = weight->to_number<float>();
  const auto* cues = row->if_contains("cues");
  if (!cues || !cues->is_array()) return error(Code::invalid, "expected 'cues'", where);
  for (const auto& each : cues->as_array()) {
    const auto* cue = each.if_object();
    if (!cue) return error(Code::invalid, "expected an object in 'cues'", where);
    hearing::Lesson::Cue out;
    HEED_TRY(out.meaning, text_field(*cue, "meaning", where));
    HEED_TRY(const std::string about, text_field(*cue, "about", where));
    out.about = hearing::parse_who(about).value_or(out.about);
    for (const auto& [name, place] :
         {std::pair{"start", &out.span.start}, {"end", &out.span.end}}) {
      const auto* number = cue->if_contains(name);
      if (!number || !number->is_int64() || number->as_int64() < 0)
        return error(Code::invalid, "expected 'start' and 'end' of each cue", where);
      *place = static_cast<std::size_t>(number->as_int64());
    }
    lesson.cues.push_back(std::move(out));
  }
  return lesson;
}

Status write_learnt(Session& session, const std::string& target, const std::string& model) {
  std::ofstream out(target, std::ios::binary | std::ios::trunc);
  out << model;
  if (!out.flush()) return error(Code::unavailable, "the file cannot be written", target);
  session.out << fmt::format("{} ({} bytes)\n", target, model.size());
  return ok();
}

Result<Exit> learn_from(Session& session, const Options& options, const Listener& listener) {
  std::ifstream in(options.learn, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a readable file of JSON lines", options.learn);
  std::vector<hearing::Lesson> lessons;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (trim(line).empty()) continue;
    HEED_TRY(auto lesson, lesson_of(line, fmt::format("{}:{}", options.learn, number)));
    lessons.push_back(std::move(lesson));
  }
  const std::string folder = options.out.empty() ? options.policy : options.out;
  HEED_TRY(const std::string model, hearing::learn(listener, lessons));
  HEED_CHECK(write_learnt(session, folder + "/learnt.txt", model));
  HEED_TRY(const std::string second, hearing::learn_second(listener, lessons));
  HEED_CHECK(write_learnt(session, folder + "/second_ear.txt", second));
  session.out << fmt::format("learnt from {} texts\n", lessons.size());
  return Exit::ok;
}

}  // namespace

void add_hearing_commands(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("hear", "Say what is heard in a text, in which words, and why");
  auto options = std::make_shared<Options>();
  command->add_option("text", options->text, "The text");
  command->add_option("--in", options->in, "JSON lines: id, at, channel, voice, text");
  command->add_option("--out", options->out,
                      "Where findings go, one JSON object a line (default: the screen)");
  command->add_option(
      "--learn", options->learn,
      "Teach the learnt listener from labelled JSON lines (tools/hearing_corpus.py jsonl)");
  command->add_option("--policy", options->policy, "The folder policy/hearing");
  command->add_option("--zone", options->zone, "The force's time zone");
  command->add_option("--channel", options->channel, "999, 101, chat or service_desk");
  command->add_option("--voice", options->voice, "caller, handler_note, quoted or transcript");
  command->add_option("--at", options->at,
                      "When it was said, such as 2026-11-19T18:30:00Z (default: now)");
  command->footer(
      "Examples:\n"
      "  heed hear \"He says he'll tell my mum if I don't meet him by ten tonight\"\n"
      "  heed hear --voice handler_note \"INFT STATES SON 14 YOA NOT RETURNED FROM SCHOOL\"\n"
      "  heed hear --in texts.jsonl --out heard.jsonl");
  run_when_called(*command, session, [&session, options]() -> Result<Exit> {
    if (!options->learn.empty()) {
      HEED_TRY(const Zone force_zone, Zone::load(options->zone));
      HEED_TRY(const Listener pupil, Listener::load(options->policy, force_zone));
      return learn_from(session, *options, pupil);
    }
    if (options->text.empty() == options->in.empty()) {
      return error(Code::invalid, "expected either a text or --in", "heed hear",
                   "see heed hear --help");
    }
    HEED_TRY(const Zone zone, Zone::load(options->zone));
    HEED_TRY(const Listener listener, Listener::load(options->policy, zone));
    return options->in.empty() ? hear_one(session, *options, listener, zone)
                               : hear_many(session, *options, listener);
  });
}

}  // namespace heed::cli
