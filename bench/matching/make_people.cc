// Writes the people and the queries of the matching benchmark, from a seed: people.csv, and one
// file of queries for each kind of work with the id that should be found. Called by run.py.
//   heed_bench_matching_people FOLDER PEOPLE QUERIES SEED
#include <fmt/format.h>
#include <fmt/os.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "matching/invented_people.h"

namespace {

using heed::format_date;
using heed::matching::InventedPeople;
using heed::matching::PersonRecord;

void spoil(InventedPeople& from, std::string& name, int errors) {
  for (int i = 0; i < errors; ++i) {
    name = from.chance(.5) ? from.typed_wrong(name) : from.heard_wrong(name);
  }
}

std::string plain_letters(std::string_view name) {
  std::string out;
  for (char c : name) {
    c = static_cast<char>(c | 32);
    if (c >= 'a' && c <= 'z') out += c;
  }
  return out;
}

// One or two errors over the two names.
void spoil_names(InventedPeople& from, PersonRecord& person) {
  const int errors = from.chance(.5) ? 1 : 2;
  for (int i = 0; i < errors; ++i)
    spoil(from, from.chance(.5) ? person.given_name : person.family_name, 1);
}

void write_query(fmt::ostream& out, std::size_t number, const PersonRecord& p) {
  const auto date = [](const auto& day) { return day ? format_date(*day) : std::string(); };
  const auto first = [](const auto& list) { return list.empty() ? std::string() : list[0]; };
  out.print("{},{},{},{},{},{},{},{},{}\n", number, p.given_name, p.family_name, date(p.born),
            date(p.born_from), date(p.born_to), first(p.phones), first(p.emails), p.id);
}

// As somebody might write it.
std::string written_otherwise(InventedPeople& from, std::string phone) {
  std::erase_if(phone, [](char c) { return c < '0' || c > '9'; });
  if (phone.size() < 11) return phone;
  switch (from.below(4)) {
    case 0: return phone;
    case 1: return "+44 " + phone.substr(1, 4) + " " + phone.substr(5);
    case 2: return "0044 (0)" + phone.substr(1, 4) + "-" + phone.substr(5);
    default: return phone.substr(0, 5) + " " + phone.substr(5, 3) + " " + phone.substr(8);
  }
}

PersonRecord asked(InventedPeople& from, const PersonRecord& person, int kind) {
  PersonRecord out = person;
  const auto born = *person.born;
  if (kind <= 1) {  // an exact identifier and nothing else
    out.given_name = out.family_name = "";
    out.born.reset();
    if (kind == 0) out.phones[0] = written_otherwise(from, out.phones[0]), out.emails.clear();
    if (kind == 1) out.phones.clear();
    return out;
  }
  out.phones.clear();
  out.emails.clear();
  switch (kind - 1) {
    case 1: spoil_names(from, out); break;
    case 2:
      spoil_names(from, out);
      out.born.reset();
      out.born_from = heed::add_days(born, -static_cast<int>(from.below(730)));
      out.born_to = heed::add_days(*out.born_from, 730);
      break;
    case 3:
      spoil_names(from, out);
      out.born = from.date_wrong(born);
      break;
    case 4: std::swap(out.given_name, out.family_name); break;
    case 5: out.given_name = from.nickname(out.given_name); break;
    default:  // somebody who is not there
      out.given_name = from.some_given(from.chance(.5));
      out.family_name = from.some_family();
      out.born = from.some_date();
      out.id = "absent";
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "heed_bench_matching_people FOLDER PEOPLE QUERIES SEED\n");
    return 2;
  }
  const std::string folder = argv[1];
  const auto people = std::strtoull(argv[2], nullptr, 10);
  const auto queries = std::strtoull(argv[3], nullptr, 10);
  InventedPeople from(std::strtoull(argv[4], nullptr, 10));
  std::vector<PersonRecord> chosen;
  {
    auto out = fmt::output_file(folder + "/people.csv");
    out.print("id,given_name,middle_name,surname,dob,sex,phone,email,postcode\n");
    for (unsigned long long i = 0; i < people; ++i) {
      PersonRecord person = from.next();
      person.emails = {fmt::format("{}.{}{}@example.org", plain_letters(person.given_name),
                                   plain_letters(person.family_name), i)};
      if (from.below(people) < queries * 2 && chosen.size() < queries) chosen.push_back(person);
      // Some of what is on record was written down wrong.
      if (from.chance(.03)) person.given_name = from.typed_wrong(person.given_name);
      if (from.chance(.03)) person.family_name = from.typed_wrong(person.family_name);
      out.print("{},{},{},{},{},{},{},{},{}\n", person.id, person.given_name, person.middle_name,
                person.family_name, format_date(*person.born), person.sex, person.phones[0],
                person.emails.empty() ? "" : person.emails[0], person.postcode);
    }
  }
  const char* const kinds[] = {"phone",     "email",   "dob",      "age",
                               "wrong_dob", "swapped", "nickname", "absent"};
  for (int kind = 0; kind < 8; ++kind) {
    auto out = fmt::output_file(fmt::format("{}/queries_{}.csv", folder, kinds[kind]));
    out.print("qid,given_name,surname,dob,born_from,born_to,phone,email,truth\n");
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      PersonRecord query = asked(from, chosen[i], kind);
      write_query(out, i, query);
    }
  }
  return 0;
}
