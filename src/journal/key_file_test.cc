#include "journal/key_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/file.h"
#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  std::unique_ptr<KeyFile> create() {
    return KeyFile::create(path, LedgerId::derived("test", "ledger"), random).value();
  }
  std::unique_ptr<KeyFile> open() { return KeyFile::open(path, random).value(); }
  void change(std::size_t at, char to) {
    std::string bytes = read_file(path, 1 << 20).value();
    bytes.at(at) = to;
    ASSERT_TRUE(write_file_atomically(path, bytes, 0600));
  }
  TempFolder folder;
  std::filesystem::path path = folder / "heed.keys";
  SeededRandom random{3};
};

TEST_F(KeyFileTest, GivesEachKeyOnceAndFindsItAgain) {
  auto keys = create();
  ASSERT_EQ(keys->take().value(), 1u);
  const SealKey first = **keys->find(1);
  EXPECT_EQ(keys->take().value(), 2u);
  EXPECT_NE(**keys->find(2), first);
  EXPECT_EQ(keys->last(), 1000u) << "filled a thousand at a time";
  keys.reset();
  keys = open();
  EXPECT_EQ(**keys->find(1), first);
  ASSERT_TRUE(keys->in_use_up_to(1000));
  EXPECT_EQ(keys->take().value(), 1001u);
}

TEST_F(KeyFileTest, DestroysForEver) {
  auto keys = create();
  ASSERT_EQ(keys->take().value(), 1u);
  const SealKey key = **keys->find(1);
  ASSERT_TRUE(keys->destroy(1));
  EXPECT_FALSE(keys->find(1).value());
  ASSERT_TRUE(keys->destroy(1));
  keys.reset();
  EXPECT_FALSE(open()->find(1).value());
  const std::string bytes = read_file(path, 1 << 20).value();
  const std::string_view raw(reinterpret_cast<const char*>(key.data()), key.size());
  EXPECT_EQ(bytes.find(raw), std::string::npos) << "not a byte of it is left in the file";
  EXPECT_TRUE(open()->find(2).value());
}

TEST_F(KeyFileTest, ForgetsAFillThatACrashCutShort) {
  auto keys = create();
  ASSERT_EQ(keys->take().value(), 1u);
  keys.reset();
  std::string bytes = read_file(path, 1 << 20).value();
  for (const std::size_t cut : {192 + 48 * 1000 + 5, 192 + 48 * 1003 + 47}) {
    std::string torn = bytes;
    torn.resize(cut, '\0');
    ASSERT_TRUE(write_file_atomically(path, torn, 0600));
    const auto opened = open();
    EXPECT_EQ(opened->last(), 1000u) << cut;
    ASSERT_TRUE(opened->in_use_up_to(1000));
    EXPECT_EQ(opened->take().value(), 1001u);
    EXPECT_TRUE(opened->find(1001).value());
  }
}

TEST_F(KeyFileTest, NamesTheByteOfAChangedKeyAndAChangedHead) {
  auto keys = create();
  ASSERT_EQ(keys->take().value(), 1u);
  change(192 + 48 * 4 + 20, 'x');
  const auto changed = open()->find(5);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, Code::corrupt);
  EXPECT_EQ(changed.error().where, path.string() + ", byte 384");
  EXPECT_TRUE(open()->find(4));
  change(40, 'x');
  EXPECT_EQ(KeyFile::open(path, random).error().code, Code::corrupt);
  change(0, 'x');
  const Error other = KeyFile::open(path, random).error();
  EXPECT_EQ(other.detail, "this is not a key file");
}

TEST_F(KeyFileTest, IsNeverOverwrittenAndNeverReadByOthers) {
  create();
  EXPECT_EQ(KeyFile::create(path, {}, random).error().code, Code::conflict);
  std::filesystem::permissions(path, std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  const Error error = KeyFile::open(path, random).error();
  EXPECT_EQ(error.code, Code::denied);
  EXPECT_NE(error.remedy.find("chmod 600"), std::string::npos);
}

// While one looks in the ledger, another may have been given the scope's key.
TEST(KeyRing, GivesAScopeOneKeyThoughTwoLookAtOnce) {
  SeededRandom random(4);
  MemoryKeys keys(random);
  const StreamId stream{"incident", derived_uuid("test", "stream")};
  std::optional<KeyId> other;
  KeyRing* the_ring = nullptr;
  KeyRing ring(keys, [&](const StreamId&, const KeyScope&) -> Result<std::optional<KeyId>> {
    if (!other) {
      other = 0;
      other = the_ring->key_for(stream, {}).value().id;
    }
    return std::optional<KeyId>();
  });
  the_ring = &ring;
  EXPECT_EQ(ring.key_for(stream, {}).value().id, other);
  EXPECT_FALSE(ring.key_for(stream, {}).value().durable);
  ring.made_durable(stream, {}, *other);
  EXPECT_TRUE(ring.key_for(stream, {}).value().durable);
  ring.destroyed(*other);
  EXPECT_NE(ring.key_for(stream, {}).value().id, other);
}

}  // namespace
}  // namespace heed::journal
