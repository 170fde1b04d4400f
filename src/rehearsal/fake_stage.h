// A stage for this room's tests: a notice board. Acts put items on it; nothing else happens.
#pragma once

#include "base/clock.h"
#include "rehearsal/stage.h"

namespace heed::rehearsal::test {

class FakeStage final : public Stage {
 public:
  explicit FakeStage(const Script& script)
      : zone_(*Zone::load(script.zone)), now_(zone_.instant(script.began).at) {}

  const Zone& zone() const override { return zone_; }
  Instant now() const override { return now_; }
  Status pass_until(Instant until) override {
    now_ = until;
    return ok();
  }
  Status perform(const Act& act) override {
    if (act.verb == "closes") {
      return error(Code::refused, "closing waits for 2 things: the promise to ring back");
    }
    if (act.verb == "promises") {
      Item item{"promise", {}, {}, {}, "promises"};
      item.say("what", act.given.at("what").text);
      item.say("state", "open");
      item.times["due"] = resolve(act.given.at("due").time, now_, zone_);
      items_.push_back(item);
      item.sight = "owed";
      item.say("to", act.by);
      item.times["by"] = item.times["due"];
      items_.push_back(item);
    }
    if (act.verb == "types") {
      Item item{"log", {}, {}, {act.given.at("words").text}, "log"};
      item.say("words", act.given.at("words").text);
      item.say("by", act.by);
      items_.push_back(item);
    }
    if (act.verb == "rings") {
      Item item{"rang", {}, {}, {}, ""};
      item.say("number", act.given.at("number").text);
      items_.push_back(item);
    }
    return ok();
  }
  Result<std::vector<Item>> see(const std::string& sight, const std::string&,
                                const std::string&) override {
    std::vector<Item> seen;
    for (const Item& item : items_) {
      if (sight == "sees" || item.sight == sight) seen.push_back(item);
    }
    return seen;
  }

 private:
  Zone zone_;
  Instant now_;
  std::vector<Item> items_;
};

}  // namespace heed::rehearsal::test
