// Building the file of a people index: rows by day of birth, words by script and length.
#include <algorithm>
#include <unordered_map>

#include "matching/segment_file.h"
#include "matching/spelling.h"

namespace heed::matching {

using segment_file::checksum;
using segment_file::Header;
using segment_file::kMagic;
using segment_file::kVersion;

namespace {

void put_number(std::string& out, std::uint32_t value) {
  while (value >= 128) {
    out.push_back(static_cast<char>(value | 128));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

}  // namespace

struct SegmentBuilder::Parts {
  std::unordered_map<std::string, std::uint32_t> words;
  std::vector<std::string_view> texts;
  std::vector<Birth> birth;
  std::vector<std::uint32_t> word_at{0};
  std::vector<std::uint32_t> row_words;
  std::vector<std::uint32_t> detail_at;
  std::vector<std::uint8_t> flags;
  std::string details;
  std::vector<std::uint64_t> keys;
};

SegmentBuilder::SegmentBuilder() : parts_(std::make_unique<Parts>()) {}
SegmentBuilder::~SegmentBuilder() = default;
std::size_t SegmentBuilder::size() const { return parts_->birth.size(); }

Status SegmentBuilder::add(std::string_view id, const PreparedPerson& person) {
  Parts& p = *parts_;
  if (p.birth.size() >= 0xFFFFFFFEu || p.texts.size() + 64 >= RowWord::word_mask ||
      p.details.size() / 4 >= 0xFFFFFFF0u) {
    return error(Code::limit, "expected fewer people in one index");
  }
  const auto row = static_cast<std::uint32_t>(p.birth.size());
  for (const auto& word : person.name.words) {
    const auto [at, fresh] =
        p.words.try_emplace(word.text, static_cast<std::uint32_t>(p.texts.size()));
    if (fresh) p.texts.push_back(at->first);
    p.row_words.push_back(at->second | static_cast<std::uint32_t>(word.role) << 28 |
                          static_cast<std::uint32_t>(word.joined) << 30 |
                          static_cast<std::uint32_t>(word.particle) << 31);
    if (word.joined) p.row_words.push_back(word.covers);
  }
  p.word_at.push_back(static_cast<std::uint32_t>(p.row_words.size()));
  p.birth.push_back(person.birth);
  std::uint8_t flags = static_cast<std::uint8_t>(person.sex);
  p.details.resize((p.details.size() + 3) / 4 * 4);
  p.detail_at.push_back(static_cast<std::uint32_t>(p.details.size() / 4));
  put_text(p.details, id);
  if (!person.birth.exact() && person.birth.known()) {
    flags |= Segment::flag_range;
    put_number(p.details, static_cast<std::uint32_t>(person.birth.low - day_min));
    put_number(p.details, static_cast<std::uint32_t>(person.birth.high - day_min));
  }
  if (!person.postcode.empty()) {
    flags |= Segment::flag_postcode;
    put_text(p.details, person.postcode);
  }
  if (const std::string line = address_line(person.address); !line.empty()) {
    flags |= Segment::flag_address;
    put_text(p.details, line);
  }
  if (!person.phones.empty() || !person.emails.empty() || !person.identifiers.empty()) {
    flags |= Segment::flag_contact;
    for (const auto* list : {&person.phones, &person.emails, &person.identifiers}) {
      put_number(p.details, static_cast<std::uint32_t>(list->size()));
      for (const auto& text : *list) put_text(p.details, text);
    }
  }
  p.flags.push_back(flags);
  const auto key = [&](std::string_view text) {
    p.keys.push_back(static_cast<std::uint64_t>(hash32(text)) << 32 | row);
  };
  key("id:" + std::string(id));
  for_each_key(
      person,
      [](std::string_view text, void* context) { (*static_cast<decltype(key)*>(context))(text); },
      const_cast<void*>(static_cast<const void*>(&key)));
  return ok();
}

namespace {

std::size_t bucket_of(std::string_view word) {
  const bool romanised = word.ends_with('~');
  const std::size_t length = std::min(word.size() - romanised, word_letters_max);
  return (romanised ? word_letters_max + 2 : 0) + length;
}

std::vector<std::uint32_t> inverse(const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> out(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) out[order[i]] = i;
  return out;
}

std::vector<std::uint32_t> counting(std::size_t size) {
  std::vector<std::uint32_t> out(size);
  for (std::uint32_t i = 0; i < size; ++i) out[i] = i;
  return out;
}

// Least significant digit first over the upper 32 bits, then nothing more: rows come in order.
void sort_by_hash(std::vector<std::uint64_t>& keys) {
  if (keys.size() < 4096) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  std::vector<std::uint64_t> other(keys.size());
  for (int shift : {32, 43, 54}) {
    std::vector<std::size_t> count(2049);
    for (std::uint64_t key : keys) ++count[(key >> shift & 2047) + 1];
    for (std::size_t i = 1; i < count.size(); ++i) count[i] += count[i - 1];
    for (std::uint64_t key : keys) other[count[key >> shift & 2047]++] = key;
    keys.swap(other);
  }
}

class FileWriter {
 public:
  FileWriter() : out_(sizeof(Header), '\0') {}
  template <class T>
  void array(const std::vector<T>& values) {
    raw({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  }
  void raw(std::string_view bytes) {
    out_.resize((out_.size() + 63) / 64 * 64);
    header_.array[next_++] = {out_.size(), bytes.size(), checksum(bytes)};
    out_ += bytes;
  }
  std::string finish(std::uint32_t dated) {
    std::memcpy(header_.magic, kMagic, sizeof kMagic);
    header_.version = kVersion;
    header_.dated = dated;
    header_.file_bytes = out_.size();
    std::memcpy(out_.data(), &header_, sizeof header_);
    header_.header_checksum =
        checksum(std::string_view(out_).substr(0, offsetof(Header, header_checksum)));
    std::memcpy(out_.data(), &header_, sizeof header_);
    return std::move(out_);
  }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

 private:
  Header header_{};
  int next_ = 0;
  std::string out_;
};

Posting posting_of(std::uint32_t row, std::span<const std::uint32_t> entries, std::size_t at) {
  Posting out{row, {no_word, no_word}};
  std::size_t others = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const RowWord entry{entries[i]};
    if (entry.joined() || entry.particle() || entry.role() == NameRole::unknown || others > 2) {
      return {row, {look_at_row, no_word}};
    }
    if (i == at) continue;
    if (others < 2) out.partner[others] = entry.word();
    ++others;
  }
  return others > 2 ? Posting{row, {look_at_row, no_word}} : out;
}

}  // namespace

std::string SegmentBuilder::finish() {
  Parts p = std::move(*parts_);
  *parts_ = Parts{};
  const std::size_t rows = p.birth.size(), words = p.texts.size();
  // Rows by day of birth, those without an exact day behind them.
  std::vector<std::uint32_t> order = counting(rows);
  const auto day_of = [&](std::uint32_t row) {
    return p.birth[row].exact() ? p.birth[row].low : day_max;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t x, std::uint32_t y) { return day_of(x) < day_of(y); });
  const std::vector<std::uint32_t> new_row = inverse(order);
  // Words by script and length, then by text.
  std::vector<std::uint32_t> word_order = counting(words);
  std::sort(word_order.begin(), word_order.end(), [&](std::uint32_t x, std::uint32_t y) {
    const std::size_t a = bucket_of(p.texts[x]), b = bucket_of(p.texts[y]);
    return a != b ? a < b : p.texts[x] < p.texts[y];
  });
  const std::vector<std::uint32_t> new_word = inverse(word_order);

  FileWriter out;
  out.reserve(p.details.size() + rows * 80 + words * 48 + (1 << 16));
  std::vector<std::int32_t> day(rows);
  std::uint32_t dated = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    day[i] = day_of(order[i]);
    dated += day[i] != day_max;
  }
  out.array(day);
  std::vector<std::uint32_t> word_at{0}, row_words, detail_at(rows);
  std::vector<std::uint8_t> flags(rows);
  row_words.reserve(p.row_words.size());
  std::vector<std::uint32_t> posting_at(words + 1);
  word_at.reserve(rows + 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint32_t row = order[i];
    for (std::uint32_t at = p.word_at[row]; at < p.word_at[row + 1]; ++at) {
      const std::uint32_t bits = p.row_words[at];
      const std::uint32_t word = new_word[bits & RowWord::word_mask];
      row_words.push_back((bits & ~RowWord::word_mask) | word);
      ++posting_at[word + 1];
      if (RowWord{bits}.joined()) row_words.push_back(p.row_words[++at]);
    }
    word_at.push_back(static_cast<std::uint32_t>(row_words.size()));
    detail_at[i] = p.detail_at[row];
    flags[i] = p.flags[row];
  }
  for (std::size_t i = 1; i <= words; ++i) posting_at[i] += posting_at[i - 1];
  out.array(word_at);
  out.array(row_words);
  out.array(detail_at);
  out.array(flags);
  out.raw(p.details);

  std::vector<std::uint32_t> text_at{0}, letters(words), bucket_at(Segment::buckets + 1);
  std::string text;
  std::vector<std::uint64_t> by_text(words), by_sound(words);
  for (std::uint32_t i = 0; i < words; ++i) {
    const std::string_view word = p.texts[word_order[i]];
    text += word;
    text_at.push_back(static_cast<std::uint32_t>(text.size()));
    letters[i] = letter_set(word);
    ++bucket_at[bucket_of(word) + 1];
    by_text[i] = static_cast<std::uint64_t>(hash32(word)) << 32 | i;
    by_sound[i] = static_cast<std::uint64_t>(hash32(sound_key(word))) << 32 | i;
  }
  for (std::size_t i = 1; i < bucket_at.size(); ++i) bucket_at[i] += bucket_at[i - 1];
  std::sort(by_text.begin(), by_text.end());
  std::sort(by_sound.begin(), by_sound.end());
  out.array(text_at);
  out.raw(text);
  out.array(letters);
  out.array(bucket_at);
  out.array(by_text);
  out.array(by_sound);

  out.array(posting_at);
  std::vector<Posting> postings(posting_at.back());
  std::vector<std::uint32_t> fill(posting_at.begin(), posting_at.end() - 1);
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::span<const std::uint32_t> entries(row_words.data() + word_at[row],
                                                 word_at[row + 1] - word_at[row]);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const RowWord entry{entries[i]};
      postings[fill[entry.word()]++] = posting_of(row, entries, i);
      if (entry.joined()) ++i;
    }
  }
  out.array(postings);
  for (auto& key : p.keys) {
    key = (key & 0xFFFFFFFF00000000ull) | new_row[static_cast<std::uint32_t>(key)];
  }
  sort_by_hash(p.keys);
  out.array(p.keys);
  return out.finish(dated);
}

}  // namespace heed::matching
