#include "journal/checkpoints.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>

#include "base/file.h"
#include "base/text.h"
#include "journal/disk.h"

namespace heed::journal {
namespace {

constexpr std::string_view mark = "heed-checkpoint-1";
constexpr std::string_view cut_short = " (cut short)";
constexpr std::string_view suffix = ".checkpoints";
constexpr std::size_t file_bytes_max = 256 << 20;

template <std::size_t N>
bool read_hex(std::string_view text, std::array<std::uint8_t, N>& out) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != N) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failure == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string ids_text(const std::vector<KeyId>& ids) {
  if (ids.empty()) return "-";
  std::string out;
  for (const KeyId id : ids) {
    if (!out.empty()) out += ',';
    out += std::to_string(id);
  }
  return out;
}

std::string day_of(Instant at) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text;
}

}  // namespace

std::string signed_line(const Checkpoint& checkpoint, const SigningKey& key) {
  std::string line(mark);
  line += ' ' + checkpoint.ledger.str();
  line += ' ' + std::to_string(checkpoint.at.time_since_epoch().count());
  line += ' ' + std::to_string(checkpoint.size);
  line += ' ' + to_hex(checkpoint.head);
  line += ' ' + std::to_string(checkpoint.destroyed_count);
  line += ' ' + ids_text(checkpoint.destroyed);
  line += ' ' + to_hex(key.public_key);
  return line + ' ' + to_hex(sign(key, line));
}

Result<Checkpoint> read_signed_line(std::string_view line) {
  const auto bad = [](std::string what) { return error(Code::corrupt, std::move(what)); };
  const auto parts = split(line, ' ');
  if (parts.size() != 9 || parts[0] != mark) return bad("this is not a checkpoint");
  Checkpoint out;
  auto ledger = LedgerId::parse(parts[1]);
  std::int64_t at = 0;
  Signature signature;
  if (!ledger || !read_number(parts[2], at) || !read_number(parts[3], out.size) ||
      !read_hex(parts[4], out.head) || !read_number(parts[5], out.destroyed_count) ||
      !read_hex(parts[7], out.public_key) || !read_hex(parts[8], signature)) {
    return bad("a field of this checkpoint cannot be read");
  }
  if (parts[6] != "-") {
    for (const auto part : split(parts[6], ',')) {
      KeyId id = 0;
      if (!read_number(part, id)) return bad("a key number of this checkpoint cannot be read");
      out.destroyed.push_back(id);
    }
  }
  out.ledger = *ledger;
  out.at = Instant(Micros(at));
  const std::string_view message = line.substr(0, line.size() - parts[8].size() - 1);
  if (!signature_is_good(out.public_key, message, signature)) {
    return bad("the signature of this checkpoint is not good");
  }
  return out;
}

Result<CheckpointsRead> read_checkpoints(const std::filesystem::path& folder) {
  CheckpointsRead out;
  std::error_code failure;
  if (!std::filesystem::exists(folder, failure)) return out;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() == suffix) files.push_back(entry.path());
  }
  if (failure) {
    return error(Code::unavailable, "cannot list the checkpoints: " + failure.message(),
                 folder.string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    HEED_TRY(const std::string content, read_file(file, file_bytes_max));
    const auto lines = split(content, '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].empty() || lines[i].ends_with(cut_short)) continue;
      auto checkpoint = read_signed_line(lines[i]);
      if (checkpoint) {
        out.destroyed.insert(checkpoint->destroyed.begin(), checkpoint->destroyed.end());
        out.checkpoints.push_back(std::move(*checkpoint));
      } else if (i + 1 < lines.size()) {  // the last one has no newline: cut short
        Error bad = checkpoint.error();
        bad.where = file.string() + ":" + std::to_string(i + 1);
        out.bad.push_back(std::move(bad));
      }
    }
  }
  return out;
}

Checkpointer::Checkpointer(std::filesystem::path folder, LedgerId ledger, const Keys& keys,
                           const Clock& clock, AlarmSink alarm, Sources sources)
    : folder_(std::move(folder)),
      ledger_(ledger),
      keys_(keys),
      clock_(clock),
      alarm_(std::move(alarm)),
      sources_(std::move(sources)) {}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  (void)write_now().has_value();
}

void Checkpointer::start(Micros every) {
  thread_ = std::thread([this, every] { run(every); });
}

void Checkpointer::run(Micros every) {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, every, [this] { return stopping_; })) {
    lock.unlock();
    (void)write_now().has_value();
    lock.lock();
  }
}

Status Checkpointer::write_now() {
  std::lock_guard lock(writing_);
  auto written = write_locked();
  if (!written) {
    file_name_.clear();  // a line may be half there: the next one begins anew
    alarm_({Alarm::Kind::checkpoint_failed, written.error().message()});
  }
  return written;
}

Status Checkpointer::write_locked() {
  const Head head = sources_.head();
  const std::set<KeyId> destroyed = sources_.destroyed();
  const std::string name = day_of(clock_.now()) + std::string(suffix);
  const bool whole_list = name != file_name_;
  if (!whole_list && head.seq == last_size_ && destroyed.size() == listed_.size()) return ok();

  Checkpoint checkpoint;
  checkpoint.ledger = ledger_;
  checkpoint.at = clock_.now();
  checkpoint.size = head.seq;
  checkpoint.head = head.hash;
  checkpoint.destroyed_count = destroyed.size();
  for (const KeyId id : destroyed) {
    if (whole_list || !listed_.contains(id)) checkpoint.destroyed.push_back(id);
  }
  HEED_CHECK(make_folder(folder_, 0755));
  const auto path = folder_ / name;
  HEED_TRY(const File file, open_file(path, O_RDWR | O_CREAT, 0644));
  HEED_TRY(const std::uint64_t size, size_of(file, path));
  std::string line = signed_line(checkpoint, keys_.signing_key()) + "\n";
  // A line that a crash cut short is marked as such, and ours begins on the next.
  if (size > 0) {
    HEED_TRY(const std::string last, read_at(file, path, size - 1, 1));
    if (last != "\n") line = std::string(cut_short) + "\n" + line;
  }
  HEED_CHECK(write_at(file, path, size, line));
  sync_or_end(file, path);
  if (size == 0) HEED_CHECK(sync_folder(folder_));
  file_name_ = name;
  last_size_ = head.seq;
  listed_ = destroyed;
  return ok();
}

}  // namespace heed::journal
