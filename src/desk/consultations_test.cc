#include "desk/consultations.h"

#include <gtest/gtest.h>

#include "desk/any_event.h"
#include "journal/memory_journal.h"

namespace heed::desk {
namespace {

using std::chrono::seconds;

class LookingOn : public testing::Test {
 protected:
  void SetUp() override {
    journal::EventTypes types;
    add_types(types);
    auto made = journal::new_memory_journal(
        {"Example", "EX", "Europe/London", journal::Nature::rehearsal}, types, {clock_, random_});
    ASSERT_TRUE(made) << made.error().message();
    journal_ = std::move(*made);
    consultations_ = std::make_unique<Consultations>(*journal_, clock_, random_);
  }
  Looking at(const std::string& incident, std::vector<std::string> shows = {"log:full"}) const {
    Looking looking;
    looking.viewer = viewer_;
    looking.subject_kind = "incident";
    looking.subject = incident;
    looking.purpose = "call_handling";
    looking.relation = "own";
    looking.shows = std::move(shows);
    looking.policy_version = "1";
    return looking;
  }
  // "opened i1", "closed silent", in order.
  std::vector<std::string> stream() const {
    std::vector<std::string> out;
    const auto events = journal_->read_stream({"viewer", viewer_.uuid}, 1, 100);
    for (const auto& event : *events) {
      const auto decoded = access::decode(event.type, *event.payload);
      if (const auto* opened = std::get_if<access::ViewOpened>(&*decoded)) {
        out.push_back("opened " + opened->subject);
      } else if (const auto* closed = std::get_if<access::ViewClosed>(&*decoded)) {
        out.push_back("closed " + closed->why);
      } else {
        out.push_back("searched");
      }
    }
    return out;
  }

  using List = std::vector<std::string>;
  ManualClock clock_{Instant(seconds(1'800'000'000))};
  SeededRandom random_{7};
  ActorId viewer_ = ActorId::derived("test", "viewer");
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Consultations> consultations_;
};

TEST_F(LookingOn, one_view_stands_while_its_viewer_goes_on_looking) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(consultations_->look(at("i1")));
    clock_.advance(seconds(60));
  }
  EXPECT_EQ(stream(), (List{"opened i1"}));
}

TEST_F(LookingOn, ninety_seconds_of_silence_end_it) {
  ASSERT_TRUE(consultations_->look(at("i1")));
  clock_.advance(seconds(89));
  EXPECT_EQ(*consultations_->close_silent(), 0u);
  clock_.advance(seconds(1));
  EXPECT_EQ(*consultations_->close_silent(), 1u);
  EXPECT_EQ(*consultations_->close_silent(), 0u);
  ASSERT_TRUE(consultations_->look(at("i1")));
  EXPECT_EQ(stream(), (List{"opened i1", "closed silent", "opened i1"}));
}

TEST_F(LookingOn, more_to_see_is_another_view) {
  ASSERT_TRUE(consultations_->look(at("i1")));
  ASSERT_TRUE(consultations_->look(at("i1", {"log:full", "local_intel:summary"})));
  EXPECT_EQ(stream(), (List{"opened i1", "closed left", "opened i1"}));
}

TEST_F(LookingOn, leaving_closes_one_and_being_cut_off_closes_all) {
  for (const char* incident : {"i1", "i2", "i3"}) ASSERT_TRUE(consultations_->look(at(incident)));
  ASSERT_TRUE(consultations_->left(viewer_, "incident", "i1", "left"));
  ASSERT_TRUE(consultations_->left(viewer_, "incident", "i1", "left"));
  EXPECT_EQ(consultations_->open(), 2u);
  ASSERT_TRUE(consultations_->all_left(viewer_, "disconnected"));
  EXPECT_EQ(consultations_->open(), 0u);
  EXPECT_EQ(stream(), (List{"opened i1", "opened i2", "opened i3", "closed left",
                            "closed disconnected", "closed disconnected"}));
}

TEST_F(LookingOn, a_search_is_on_record_whatever_it_found) {
  access::SearchDone search;
  search.viewer = viewer_;
  search.what = "history";
  search.purpose = "call_handling";
  ASSERT_TRUE(consultations_->searched(search, "1"));
  EXPECT_EQ(stream(), (List{"searched"}));
}

}  // namespace
}  // namespace heed::desk
