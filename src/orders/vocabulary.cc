#include <algorithm>

#include "base/assert.h"
#include "orders/orders.h"

namespace heed::orders {
namespace {

// What the code of judging asks after by name.
constexpr const char* needed_acts[] = {"remote",     "using_it",      "in_person",
                                       "when_met",   "online",        "near",
                                       "supervised", "meeting_ahead", "device"};

template <class Item>
const Item* by_id(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

template <class Item>
void refuse_twice(const std::vector<Item>& items, const policy::Table& table,
                  const std::string& id) {
  if (by_id(items, id)) table.wrong_at("id", "\"" + id + "\" is there already", "name it once");
}

Vocabulary::JudgedBy judged_by(const std::string& name) {
  using By = Vocabulary::JudgedBy;
  if (name == "contact") return By::contact;
  if (name == "internet") return By::internet;
  if (name == "device") return By::device;
  if (name == "notify") return By::notify;
  return name == "place" ? By::place : By::acts;
}

Vocabulary::OrderKind read_order(const policy::Table& table) {
  Vocabulary::OrderKind out;
  out.id = table.string("id");
  out.says = table.string("says");
  out.service_matters = table.boolean_or("service_matters", false);
  out.legal_note = table.string("legal_note");
  table.string("source");  // for the reader of the file
  return out;
}

Vocabulary::ConditionKind read_condition(const policy::Table& table) {
  Vocabulary::ConditionKind out;
  out.id = table.string("id");
  out.says = table.string("says");
  out.judged_by = judged_by(
      table.one_of("judged_by", {"contact", "internet", "device", "notify", "place", "acts"}));
  out.acts = table.optional_strings("acts");
  out.silent_unless_reported = table.boolean_or("silent_unless_reported", false);
  if (out.judged_by == Vocabulary::JudgedBy::acts && out.acts.empty()) {
    table.wrong("expected `acts`, as it is judged by them", "name at least one [[act]]");
  }
  return out;
}

Vocabulary::Act read_act(const policy::Table& table) {
  Vocabulary::Act out;
  out.id = table.string("id");
  out.says = table.string("says");
  out.cues = table.optional_strings("cues");
  out.question = table.string_or("question", "");
  out.yes = table.optional_strings("yes");
  out.no = table.optional_strings("no");
  out.missing = table.string("missing");
  out.reach_back = table.optional_duration("reach_back").value_or(Micros(0));
  return out;
}

}  // namespace

Result<Vocabulary> Vocabulary::read(const policy::Policy& policy) {
  HEED_TRY(policy::Document document, policy.document("orders.toml"));
  return read(std::move(document), policy.questions());
}

Result<Vocabulary> Vocabulary::read(policy::Document document,
                                    const std::vector<policy::Question>& questions) {
  Vocabulary out;
  out.questions_ = {"date_of_birth"};
  const policy::Table root = document.root();
  out.together_words_ = root.strings("together_words");
  out.communicating_words_ = root.strings("communicating_words");
  out.undeclared_words_ = root.strings("undeclared_words");
  for (const policy::Table& table : root.tables("order")) {
    OrderKind kind = read_order(table);
    refuse_twice(out.order_kinds_, table, kind.id);
    out.order_kinds_.push_back(std::move(kind));
  }
  for (const policy::Table& table : root.tables("act")) {
    Act act = read_act(table);
    refuse_twice(out.acts_, table, act.id);
    if (!act.question.empty() &&
        !std::count(out.questions_.begin(), out.questions_.end(), act.question)) {
      out.questions_.push_back(act.question);
    }
    out.acts_.push_back(std::move(act));
  }
  for (const policy::Table& table : root.tables("condition")) {
    ConditionKind kind = read_condition(table);
    refuse_twice(out.condition_kinds_, table, kind.id);
    for (const std::string& act : kind.acts) {
      if (!out.find_act(act)) table.wrong_at("acts", "there is no [[act]] \"" + act + "\"");
    }
    out.condition_kinds_.push_back(std::move(kind));
  }
  for (const char* needed : needed_acts) {
    if (!out.find_act(needed)) {
      root.wrong("expected an [[act]] with id \"" + std::string(needed) + "\", found none");
    }
  }
  HEED_CHECK(document.finish());
  for (const policy::Question& question : questions) {
    if (question.ask == policy::Ask::now && question.open) out.asked_now_.push_back(question.id);
  }
  return out;
}

const Vocabulary::OrderKind* Vocabulary::order_kind(std::string_view id) const {
  return by_id(order_kinds_, id);
}

const Vocabulary::ConditionKind* Vocabulary::condition_kind(std::string_view id) const {
  return by_id(condition_kinds_, id);
}

const Vocabulary::Act* Vocabulary::find_act(std::string_view id) const { return by_id(acts_, id); }

const Vocabulary::Act& Vocabulary::act(std::string_view id) const {
  const Act* found = find_act(id);
  HEED_ASSERT(found != nullptr);  // read() has made sure
  return *found;
}

bool Vocabulary::ask_now(std::string_view question) const {
  return std::find(asked_now_.begin(), asked_now_.end(), question) != asked_now_.end();
}

}  // namespace heed::orders
