#include "matching/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "matching/spelling.h"

namespace heed::matching {
namespace {

constexpr char kMagic[8] = {'H', 'E', 'E', 'D', 'P', 'P', 'L', '1'};
constexpr std::uint32_t kVersion = 1;

struct ArrayEntry {
  std::uint64_t offset, bytes, checksum;
};

struct Header {
  char magic[8];
  std::uint32_t version, dated;
  std::uint64_t file_bytes;
  ArrayEntry array[Segment::array_count];
  std::uint64_t header_checksum;  // of all before it
};

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  x ^= x >> 32;
  return x;
}

// Against accidents, not against enemies: four lanes, each step a bijection of its lane.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t lane[4] = {1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    for (int i = 0; i < 4; ++i) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data() + at + 8 * i, 8);
      lane[i] = (lane[i] ^ word) * 0x9e3779b97f4a7c15ull;
      lane[i] = lane[i] << 31 | lane[i] >> 33;
    }
  }
  std::uint64_t out = bytes.size();
  for (; at < bytes.size(); ++at) out = mix(out ^ static_cast<unsigned char>(bytes[at])) + 1;
  for (std::uint64_t value : lane) out = mix(out ^ value) + 1;
  return out;
}

Error corrupt(std::string what) {
  return error(Code::corrupt, "the index is damaged: " + std::move(what), {}, "Build it again.");
}

template <class T>
bool take(std::string_view bytes, const ArrayEntry& entry, std::span<const T>& out) {
  if (entry.offset % 64 != 0 || entry.bytes % sizeof(T) != 0 || entry.offset > bytes.size() ||
      entry.bytes > bytes.size() - entry.offset) {
    return false;
  }
  if (checksum(bytes.substr(entry.offset, entry.bytes)) != entry.checksum) return false;
  out = {reinterpret_cast<const T*>(bytes.data() + entry.offset), entry.bytes / sizeof(T)};
  return true;
}

// The parts lie in order, and the bytes that align them are zero: no byte belongs to nobody.
bool nothing_between(std::string_view bytes, const Header& header) {
  std::size_t at = sizeof header;
  for (const auto& entry : header.array) {
    if (entry.offset < at || entry.offset - at >= 64) return false;
    for (; at < entry.offset; ++at) {
      if (bytes[at] != 0) return false;
    }
    at += entry.bytes;
  }
  return at == bytes.size();
}

// Begins at 0, never falls, ends at `last`.
bool climbs_to(std::span<const std::uint32_t> values, std::size_t last) {
  if (values.empty() || values.front() != 0 || values.back() != last) return false;
  std::uint32_t below = 0;
  bool falls = false;
  for (std::uint32_t value : values) {
    falls |= value < below;
    below = value;
  }
  return !falls;
}

bool all_below(std::span<const std::uint64_t> keyed, std::size_t bound) {
  bool out = true;
  for (std::uint64_t entry : keyed) out &= static_cast<std::uint32_t>(entry) < bound;
  return out;
}

// Reads counted strings out of a row's detail. Bounded by the array, so that nothing is read past
// it.
class Reader {
 public:
  Reader(std::span<const char> bytes, std::size_t at) : bytes_(bytes), at_(at) {}
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (int shift = 0; at_ < bytes_.size() && shift < 35; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint32_t>(byte & 127) << shift;
      if (byte < 128) break;
    }
    return value;
  }
  std::string_view text() {
    const std::size_t size = std::min<std::size_t>(number(), bytes_.size() - at_);
    const std::string_view out(bytes_.data() + at_, size);
    at_ += size;
    return out;
  }

 private:
  std::span<const char> bytes_;
  std::size_t at_;
};

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

std::uint32_t hash32(std::string_view text) {
  std::uint64_t hash = 0x2545f4914f6cdd1dull + text.size();
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    hash = mix(hash ^ word) * 0x9e3779b97f4a7c15ull;
  }
  std::uint64_t last = 0;
  std::memcpy(&last, text.data() + at, text.size() - at);
  return static_cast<std::uint32_t>(mix(mix(hash ^ last) * 0x9e3779b97f4a7c15ull) >> 16);
}

std::string with_checksums(std::string bytes) {
  Header header;
  if (bytes.size() < sizeof header) return bytes;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.file_bytes = bytes.size();
  for (auto& entry : header.array) {
    if (entry.offset <= bytes.size() && entry.bytes <= bytes.size() - entry.offset) {
      entry.checksum = checksum(std::string_view(bytes).substr(entry.offset, entry.bytes));
    }
  }
  std::memcpy(bytes.data(), &header, sizeof header);
  header.header_checksum =
      checksum(std::string_view(bytes).substr(0, offsetof(Header, header_checksum)));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

Segment::~Segment() {
  if (mapped_) munmap(mapped_, mapped_bytes_);
}

Status Segment::attach(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header) return corrupt("it ends within its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) {
    return corrupt("it does not begin as an index of people does");
  }
  if (header.version != kVersion) {
    return corrupt("it has version " + std::to_string(header.version) + ", this reads version " +
                   std::to_string(kVersion));
  }
  if (header.file_bytes != bytes.size())
    return corrupt("its length is not the one it was written with");
  if (checksum(bytes.substr(0, offsetof(Header, header_checksum))) != header.header_checksum) {
    return corrupt("the checksum of its header is wrong");
  }
  int i = 0;
  const auto next = [&](auto& span) { return take(bytes, header.array[i++], span); };
  const bool good = next(a_.day) && next(a_.word_at) && next(a_.row_words) && next(a_.detail_at) &&
                    next(a_.flags) && next(a_.details) && next(a_.text_at) && next(a_.text) &&
                    next(a_.letters) && next(a_.bucket_at) && next(a_.by_text) &&
                    next(a_.by_sound) && next(a_.posting_at) && next(a_.postings) && next(a_.keys);
  if (!good) return corrupt("the checksum of part " + std::to_string(i) + " is wrong");
  dated_ = header.dated;
  if (!nothing_between(bytes, header)) return corrupt("there is something between its parts");
  if (const char* wrong = disagreement()) return corrupt(wrong);
  bytes_ = bytes;
  lay_columns();
  lay_days();
  return ok();
}

void Segment::lay_columns() {
  std::size_t size = 0;
  for (std::size_t length = 2; length <= word_letters_max; ++length) {
    column_at_[length] = size;
    size += stride_of(length) * length;
  }
  columns_.assign(size, 0);
  for (std::size_t length = 2; length <= word_letters_max; ++length) {
    const std::size_t stride = stride_of(length);
    std::uint8_t* out = columns_.data() + column_at_[length];
    for (std::uint32_t word = a_.bucket_at[length]; word < a_.bucket_at[length + 1];
         ++word, ++out) {
      const std::string_view text = word_text(word).substr(0, length);
      for (std::size_t i = 0; i < text.size(); ++i) {
        out[i * stride] = static_cast<std::uint8_t>(text[i] & 31);
      }
    }
  }
}

void Segment::lay_days() {
  constexpr std::int64_t worth_it = 1 << 16, days_most = 100'000;
  if (dated_ < worth_it) return;
  const std::int32_t first = a_.day[0], last = a_.day[dated_ - 1];
  if (last < first || std::int64_t{last} - first >= days_most) return;
  day_at_.assign(static_cast<std::size_t>(last - first) + 2, dated_);
  std::int32_t next = first;
  for (std::uint32_t row = 0; row < dated_; ++row) {
    for (; next <= std::min(a_.day[row], last); ++next)
      day_at_[static_cast<std::size_t>(next - first)] = row;
  }
}

std::uint32_t Segment::first_row_from(std::int32_t day) const {
  if (!day_at_.empty()) {
    if (day <= a_.day[0]) return 0;
    const auto at = static_cast<std::size_t>(day - a_.day[0]);
    return at < day_at_.size() ? day_at_[at] : dated_;
  }
  const auto days = a_.day.first(dated_);
  return static_cast<std::uint32_t>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
}

// A file with right checksums that no builder wrote must not lead a search out of its arrays.
const char* Segment::disagreement() const {
  const std::size_t rows = a_.day.size(), words = a_.letters.size();
  if (rows >= 0xFFFFFFFEu || words > RowWord::word_mask || dated_ > rows ||
      a_.detail_at.size() != rows || a_.flags.size() != rows || a_.word_at.size() != rows + 1 ||
      a_.text_at.size() != words + 1 || a_.posting_at.size() != words + 1 ||
      a_.by_text.size() != words || a_.by_sound.size() != words ||
      a_.bucket_at.size() != buckets + 1) {
    return "the lengths of its parts do not agree";
  }
  if (!climbs_to(a_.word_at, a_.row_words.size()) || !climbs_to(a_.text_at, a_.text.size()) ||
      !climbs_to(a_.posting_at, a_.postings.size()) || !climbs_to(a_.bucket_at, words)) {
    return "a part does not climb to the end of the next";
  }
  for (std::uint32_t at : a_.detail_at) {
    if (std::size_t{at} * 4 > a_.details.size()) return "a detail lies outside";
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto entries = row_words(static_cast<std::uint32_t>(row));
    std::size_t count = 0;
    for (std::size_t i = 0; i < entries.size(); ++i, ++count) {
      const RowWord entry{entries[i]};
      if (entry.word() >= words) return "a name has a word that is not there";
      if (entry.joined() && ++i == entries.size()) return "a joined word covers nothing";
    }
    if (count > 2 * name_words_max) return "a name has too many words";
  }
  for (const Posting& posting : a_.postings) {
    if (posting.row >= rows) return "a word is borne by somebody who is not there";
    for (std::uint32_t partner : posting.partner) {
      if (partner >= words && partner < look_at_row) return "a partner is not there";
    }
  }
  for (std::size_t word = 0; word < words; ++word) {
    if (word_text(static_cast<std::uint32_t>(word)).empty()) return "a word is empty";
  }
  if (!all_below(a_.by_text, words) || !all_below(a_.by_sound, words) ||
      !all_below(a_.keys, rows)) {
    return "a key leads outside";
  }
  return nullptr;
}

Result<std::shared_ptr<const Segment>> Segment::from_bytes(std::string bytes) {
  std::shared_ptr<Segment> out(new Segment);
  out->owned_ = std::move(bytes);
  HEED_CHECK(out->attach(out->owned_));
  return std::shared_ptr<const Segment>(std::move(out));
}

Result<std::shared_ptr<const Segment>> Segment::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return error(Code::not_found, "there is no index at that path", path.string());
  struct stat about{};
  if (fstat(file, &about) != 0 || about.st_size < 0) {
    ::close(file);
    return error(Code::unavailable, "the index cannot be read", path.string());
  }
  std::shared_ptr<Segment> out(new Segment);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size == 0) {
    ::close(file);
    Error empty = corrupt("it is empty");
    empty.where = path.string();
    return empty;
  }
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (mapped == MAP_FAILED)
    return error(Code::unavailable, "the index cannot be mapped", path.string());
  out->mapped_ = mapped;
  out->mapped_bytes_ = size;
  if (Status attached = out->attach({static_cast<const char*>(mapped), size}); !attached) {
    Error problem = attached.error();
    problem.where = path.string();
    return problem;
  }
  return std::shared_ptr<const Segment>(std::move(out));
}

std::span<const std::uint64_t> Segment::equal_hash(std::span<const std::uint64_t> sorted,
                                                   std::uint32_t hash) {
  // Hashes are even: guess where, see how far off, guess again; then close in by halves.
  const std::uint64_t from = static_cast<std::uint64_t>(hash) << 32;
  const auto share = [&](std::uint64_t of) {
    return static_cast<std::size_t>((static_cast<unsigned __int128>(of) * sorted.size()) >> 64);
  };
  std::size_t low = 0, high = sorted.size();  // all before low are less, none from high on
  std::size_t guess = share(from);
  for (int round = 0; round < 3 && high - low > 16; ++round) {
    guess = std::clamp(guess, low, high - 1);
    if (const std::uint64_t there = sorted[guess]; there < from) {
      low = guess + 1;
      const std::size_t near = std::min(high - 1, guess + share(from - there) + 8);
      if (near >= low && sorted[near] >= from)
        high = near;
      else if (near >= low)
        low = near + 1;
      guess = low + 8;
    } else {
      high = guess;
      const std::size_t back = share(there - from) + 8;
      const std::size_t near = guess > back ? guess - back : 0;
      if (near >= low && near < high) {
        if (sorted[near] < from)
          low = near + 1;
        else
          high = near;
      }
      guess = high > 8 ? high - 8 : 0;
    }
  }
  const auto first = std::lower_bound(sorted.begin() + static_cast<std::ptrdiff_t>(low),
                                      sorted.begin() + static_cast<std::ptrdiff_t>(high), from);
  auto last = first;
  while (last != sorted.end() && (*last >> 32) == hash) ++last;
  return {first, last};
}

std::optional<std::uint32_t> Segment::find_word(std::string_view text) const {
  for (std::uint64_t entry : equal_hash(a_.by_text, hash32(text))) {
    const auto word = static_cast<std::uint32_t>(entry);
    if (word_text(word) == text) return word;
  }
  return std::nullopt;
}

RowDetail Segment::detail(std::uint32_t row) const {
  RowDetail out;
  Reader read(a_.details, std::size_t{a_.detail_at[row]} * 4);
  out.id = read.text();
  const std::uint8_t flags = a_.flags[row];
  if (flags & flag_range) {
    out.birth.low = static_cast<std::int32_t>(read.number()) + day_min;
    out.birth.high = static_cast<std::int32_t>(read.number()) + day_min;
  }
  if (flags & flag_postcode) out.postcode = read.text();
  if (flags & flag_address) out.address = read.text();
  if (flags & flag_contact) {
    for (auto* list : {&out.phones, &out.emails, &out.identifiers}) {
      for (std::uint32_t left = std::min(read.number(), 64u); left > 0; --left) {
        list->emplace_back(read.text());
      }
    }
  }
  return out;
}

std::string_view Segment::id(std::uint32_t row) const {
  return Reader(a_.details, std::size_t{a_.detail_at[row]} * 4).text();
}

Birth Segment::birth(std::uint32_t row) const {
  if (row < dated_) return {a_.day[row], a_.day[row]};
  if (!(a_.flags[row] & flag_range)) return {};
  Reader read(a_.details, std::size_t{a_.detail_at[row]} * 4);
  read.text();
  Birth out;
  out.low = static_cast<std::int32_t>(read.number()) + day_min;
  out.high = static_cast<std::int32_t>(read.number()) + day_min;
  return out;
}

std::optional<std::uint32_t> Segment::row_of(std::string_view id) const {
  const std::string key = "id:" + std::string(id);
  for (std::uint64_t entry : equal_hash(a_.keys, hash32(key))) {
    const auto row = static_cast<std::uint32_t>(entry);
    if (this->id(row) == id) return row;
  }
  return std::nullopt;
}

PreparedPerson Segment::person(std::uint32_t row) const {
  PreparedPerson out;
  const auto entries = row_words(row);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const RowWord entry{entries[i]};
    NameWord word;
    word.text = word_text(entry.word());
    word.role = entry.role();
    word.joined = entry.joined();
    word.particle = entry.particle();
    word.covers = word.joined ? entries[++i] : 1u << out.name.words.size();
    if (!word.joined) ++out.name.plain;
    out.name.words.push_back(std::move(word));
  }
  RowDetail detail = this->detail(row);
  out.birth = birth(row);
  out.sex = sex(row);
  out.phones = std::move(detail.phones);
  out.emails = std::move(detail.emails);
  out.identifiers = std::move(detail.identifiers);
  if (!detail.address.empty()) out.address = parse_address(detail.address);
  out.postcode = detail.postcode;
  return out;
}

void for_each_key(const PreparedPerson& person, void (*visit)(std::string_view, void*),
                  void* context) {
  std::string key;
  const auto say = [&](std::string_view kind, std::string_view value) {
    key.assign(kind);
    key += value;
    visit(key, context);
  };
  for (const auto& phone : person.phones) say("phone::", phone);
  for (const auto& email : person.emails) say("email::", email);
  for (const auto& identifier : person.identifiers) say("", identifier);
  for (const auto& other : person.alternatives) say("", other.first);
  if (person.postcode.find(' ') != std::string::npos) say("postcode::", person.postcode);
  if (!person.address.number.empty() && !person.address.street.empty()) {
    say("house::", person.address.number + " " + person.address.street);
  }
}

// ---- building ----

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
