#include "checks/connectors/dataset/dataset.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include "base/file.h"
#include "checks/connectors/dataset/csv.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

const Instant noon = *parse_instant("2026-11-19T12:00:00Z");
constexpr const char* header = "id,given,family,born,phone,until\n";

class DatasetTest : public ::testing::Test {
 protected:
  DatasetTest() : sources(testing::sources_of({testing::list_toml()})), random(5) {
    source = std::make_shared<const SourceDeclaration>(*sources.find("list"));
    folder = std::filesystem::temp_directory_path() /
             ("heed_dataset_test_" + std::to_string(::getpid()) + "_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder);
  }
  ~DatasetTest() override { std::filesystem::remove_all(folder); }

  Extract extract(const std::string& rows) {
    auto read = read_extract(*source, header + rows, noon);
    EXPECT_TRUE(read) << read.error().message();
    return read ? *read : Extract();
  }
  Outcome ask(const std::string& rows, std::vector<SearchKey> keys, Instant now = noon) {
    Asked asked;
    asked.source = "list";
    asked.keys = std::move(keys);
    const auto dataset = std::make_shared<const Dataset>(extract(rows));
    Reply reply = Fault{};
    dataset_exchange(source, dataset)
        ->exchange(std::get<Outgoing>(make_connector(source)->request(asked)), Micros(1), 1 << 20,
                   [&](Reply got) { reply = std::move(got); });
    return read_once(asked, *source, reply, now);
  }
  static std::vector<SearchKey> number(const char* value) { return {{"phone", value, ""}}; }

  Sources sources;
  SeededRandom random;
  std::shared_ptr<const SourceDeclaration> source;
  std::filesystem::path folder;
};

TEST_F(DatasetTest, mistakesSayLineColumnAndWhatWasExpected) {
  const auto read = extract(
      "1,Ada,Quill,02/03/1970,07700 900123,\n"
      "2,Bo,Reed,31/02/1970,07700 900124,\n"
      ",Cy,Stone,,07700 900125,\n"
      "4,Di,Thorn,,0770,\n"
      "5,Ed,Underhill\n"
      "6,\"Fay\"x,Vale,,,\n"
      "7,Gil,Wood,,07700 900126,\n");
  EXPECT_EQ(read.rows, 7);
  EXPECT_EQ(read.rejected, 5);
  EXPECT_EQ(read.content.people.size(), 2U);
  ASSERT_EQ(read.errors.size(), 5U);
  std::map<std::int64_t, RowError> by_line;
  for (const auto& wrong : read.errors) by_line[wrong.line] = wrong;
  EXPECT_EQ(by_line.at(3).column, "born");
  EXPECT_NE(by_line.at(3).expected.find("31/12/1980"), std::string::npos);
  EXPECT_EQ(by_line.at(4).column, "id");
  EXPECT_EQ(by_line.at(5).column, "phone");
  EXPECT_NE(by_line.at(6).expected.find("6 columns"), std::string::npos);
  EXPECT_NE(by_line.at(7).expected.find("closing quote"), std::string::npos);
  for (const auto& wrong : read.errors) {
    EXPECT_EQ(wrong.expected.find("Reed"), std::string::npos) << "never what stands there";
  }
}

TEST_F(DatasetTest, anotherFilesColumnsAreRefused) {
  const auto read = read_extract(*source, "id,name\n1,x\n", noon);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("given"), std::string::npos);
  EXPECT_FALSE(read_extract(*source, "", noon));
}

TEST_F(DatasetTest, aNumberIsFoundExactlyAndRowsOfOnePersonAreOne) {
  const std::string rows =
      "1,Ada,Quill,02/03/1970,07700 900123,\n1,Ada,Quill,02/03/1970,07700 900222,\n";
  const auto outcome = ask(rows, number("+447700900222"));
  ASSERT_TRUE(std::holds_alternative<Hit>(outcome));
  const auto& said = std::get<Hit>(outcome).said;
  ASSERT_EQ(said.findings.people.size(), 1U);
  EXPECT_TRUE(said.findings.people[0].managed_offender);
  EXPECT_EQ(said.findings.people[0].identifiers.size(), 2U);
  EXPECT_EQ(said.matched[0].band, "exact");
  EXPECT_EQ(kind_of(ask(rows, number("+447700900999"))), OutcomeKind::no_trace);
}

TEST_F(DatasetTest, anEndedLinkIsPossibleAndSaysUntilWhen) {
  const auto outcome = ask("1,Ada,Quill,,07700 900123,2024-01-01\n", number("+447700900123"));
  ASSERT_TRUE(std::holds_alternative<Hit>(outcome));
  const auto& matched = std::get<Hit>(outcome).said.matched[0];
  EXPECT_EQ(matched.band, "possible");
  EXPECT_TRUE(matched.ended);
  EXPECT_NE(matched.reasons[0].find("2024-01-01"), std::string::npos);
}

TEST_F(DatasetTest, aPersonIsFoundWithErrors) {
  const std::string rows = "1,Tobias,Winterbourne,12/03/1971,,\n2,Ada,Quill,02/03/1970,,\n";
  const auto outcome = ask(rows, {{"given_name", "Tobias", ""},
                                  {"family_name", "Winterborne", ""},
                                  {"born", "1971-03-12", ""}});
  ASSERT_TRUE(std::holds_alternative<Hit>(outcome));
  const auto& said = std::get<Hit>(outcome).said;
  ASSERT_EQ(said.findings.people.size(), 1U);
  EXPECT_EQ(said.findings.people[0].record_id, "1");
  EXPECT_NE(said.matched[0].band, "exact") << "a likeness is never exact";
}

TEST_F(DatasetTest, rejectedRowsGiveNoAllClearAndAreSaidInTheCoverage) {
  const std::string rows = "1,Ada,Quill,,07700 900123,\n2,Bo,Reed,,0770,\n";
  const auto nobody = ask(rows, number("+447700900999"));
  ASSERT_TRUE(std::holds_alternative<NotSearched>(nobody));
  EXPECT_EQ(std::get<NotSearched>(nobody).reason, Reason::partial);
  const auto somebody = ask(rows, number("+447700900123"));
  ASSERT_TRUE(std::holds_alternative<Hit>(somebody)) << "and yet what was found is found";
  EXPECT_NE(std::get<Hit>(somebody).said.coverage.find("1 of 2 rows rejected"), std::string::npos);
}

TEST_F(DatasetTest, anOldExtractIsStale) {
  const std::string rows = "1,Ada,Quill,,07700 900123,\n";
  const auto later = noon + std::chrono::hours(49);
  EXPECT_EQ(std::get<NotSearched>(ask(rows, number("+447700900999"), later)).reason, Reason::stale);
  EXPECT_TRUE(std::holds_alternative<Hit>(ask(rows, number("+447700900123"), later)));
}

TEST_F(DatasetTest, eachImportIsOneSealedFileAndAQuotedOneIsKept) {
  SealKey key = new_seal_key(random);
  DatasetStore store(folder, key, random);
  EXPECT_EQ(store.current("list").error().code, Code::not_found);
  const auto first =
      store.import(*source, std::string(header) + "1,Ada,Quill,,07700 900123,\n", noon);
  ASSERT_TRUE(first) << first.error().message();
  const auto old = (*first)->extract().version;
  const auto second = store.import(*source, std::string(header) + "2,Bo,Reed,,07700 900124,\n",
                                   noon + std::chrono::hours(24));
  ASSERT_TRUE(second);
  DatasetStore reopened(folder, key, random);
  EXPECT_EQ((*reopened.current("list"))->extract().version, (*second)->extract().version);
  ASSERT_TRUE(reopened.open("list", old));
  EXPECT_EQ((*reopened.open("list", old))->extract().content.people[0].family_name, "Quill");
  for (const auto& entry : std::filesystem::directory_iterator(folder / "list")) {
    const auto bytes = read_file(entry.path(), 1 << 20);
    EXPECT_EQ(bytes->find("Quill"), std::string::npos) << "sealed at rest";
  }
  const Instant later = SystemClock().now() + std::chrono::hours(1);
  EXPECT_EQ(*reopened.prune("list", {old}, later), 0) << "quoted";
  EXPECT_EQ(*reopened.prune("list", {}, later - std::chrono::hours(2)), 0) << "too young";
  EXPECT_EQ(*reopened.prune("other", {}, later), 0) << "never imported";
  EXPECT_EQ(*reopened.prune("list", {}, later), 1);
  EXPECT_TRUE(reopened.current("list"));
  EXPECT_FALSE(DatasetStore(folder, key, random).open("list", old));
}

TEST_F(DatasetTest, whatIsNoLongerCurrentLeavesMemory) {
  SealKey key = new_seal_key(random);
  DatasetStore store(folder, key, random);
  DatasetStore imports(folder, key, random);  // another process
  std::shared_ptr<const Dataset> asked;
  for (int day = 0; day < 5; ++day) {
    const auto rows = std::to_string(day) + ",Ada,Quill,,07700 900123,\n";
    ASSERT_TRUE(imports.import(*source, header + rows, noon + std::chrono::hours(24 * day)));
    EXPECT_EQ(imports.held(), 1u);
    const auto current = store.current("list");
    ASSERT_TRUE(current);
    if (day == 0) asked = *current;  // a look-up that still goes on
  }
  EXPECT_EQ(store.held(), 2u);
  asked.reset();
  EXPECT_EQ(store.held(), 1u);
}

TEST_F(DatasetTest, aTamperedOrExchangedFileDoesNotOpen) {
  SealKey key = new_seal_key(random);
  const std::string rows = std::string(header) + "1,Ada,Quill,,07700 900123,\n";
  std::string version;
  {
    DatasetStore store(folder, key, random);
    version = (*store.import(*source, rows, noon))->extract().version;
  }
  const auto path = folder / "list" / (version + ".extract");
  auto bytes = *read_file(path, 1 << 20);
  bytes[bytes.size() / 2] ^= 1;
  ASSERT_TRUE(write_file_atomically(path, bytes));
  EXPECT_EQ(DatasetStore(folder, key, random).open("list", version).error().code, Code::corrupt);
  // And then the check reads unavailable, not "nobody".
  Asked asked;
  asked.source = "list";
  asked.keys = number("+447700900999");
  Reply reply = Incoming{};
  dataset_exchange(source, std::make_shared<DatasetStore>(folder, key, random))
      ->exchange(std::get<Outgoing>(make_connector(source)->request(asked)), Micros(1), 1 << 20,
                 [&](Reply got) { reply = std::move(got); });
  EXPECT_EQ(std::get<NotSearched>(read_once(asked, *source, reply, noon)).reason,
            Reason::unavailable);
}

TEST_F(DatasetTest, namesOfFilesStayNames) {
  DatasetStore store(folder, new_seal_key(random), random);
  EXPECT_EQ(store.open("../list", "x").error().code, Code::invalid);
  EXPECT_EQ(store.open("list", "../../x").error().code, Code::invalid);
}

TEST(Csv, readsWhatSpreadsheetsWrite) {
  std::vector<CsvRow> rows;
  read_csv(
      "\xEF\xBB\xBF"
      "a,\"b \"\"c\"\", d\",\r\n\r\n\"two\nlines\",x,y\n",
      [&](CsvRow row) { rows.push_back(std::move(row)); },
      [](std::int64_t, std::string) { ADD_FAILURE(); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].fields, (std::vector<std::string>{"a", "b \"c\", d", ""}));
  EXPECT_EQ(rows[1].line, 3);
  EXPECT_EQ(rows[1].fields[0], "two\nlines");
}

TEST(Csv, aQuoteThatNeverEndsCostsOneRow) {
  std::vector<std::int64_t> rows, bad;
  read_csv(
      "a,b\n\"c,d\n\"e,f\ng,h\n", [&](const CsvRow& row) { rows.push_back(row.line); },
      [&](std::int64_t line, const std::string&) { bad.push_back(line); });
  EXPECT_EQ(rows, (std::vector<std::int64_t>{1, 4}));
  EXPECT_EQ(bad, (std::vector<std::int64_t>{2, 3}));
}

RC_GTEST_PROP(CsvProperty, anyBytesAreRowsOrErrorsAndNothingElse, (std::string text)) {
  std::size_t seen = 0;
  read_csv(text, [&](const CsvRow&) { ++seen; }, [&](std::int64_t, const std::string&) { ++seen; });
  RC_ASSERT(seen <= text.size() + 1);
}

RC_GTEST_PROP(CsvProperty, whatIsQuotedReadsBack, ()) {
  const auto fields = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\n\r ")))));
  std::string text;
  for (const auto& field : fields) {
    std::string quoted;
    for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += (text.empty() ? "" : ",") + ("\"" + quoted + "\"");
  }
  std::vector<CsvRow> rows;
  read_csv(
      text + "\n", [&](CsvRow row) { rows.push_back(std::move(row)); },
      [](std::int64_t, const std::string&) { RC_FAIL("expected a row"); });
  if (fields.size() == 1 && fields[0].empty()) return;
  RC_ASSERT(rows.size() == 1U);
  RC_ASSERT(rows[0].fields == fields);
}

}  // namespace
}  // namespace heed::checks
