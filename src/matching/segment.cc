#include "matching/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "matching/segment_file.h"
#include "matching/spelling.h"

namespace heed::matching {

using segment_file::ArrayEntry;
using segment_file::checksum;
using segment_file::Header;
using segment_file::kMagic;
using segment_file::kVersion;
using segment_file::mix;

namespace {

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

}  // namespace heed::matching
