// Text as bytes of UTF-8, offsets as Unicode code points. ASCII folding here; anything with
// alphabets beyond Latin belongs to src/matching. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed {

// The byte offset of the first byte that is not well-formed UTF-8 (overlong forms, surrogates and
// values past U+10FFFF are not), or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);
// Each ill-formed byte becomes U+FFFD: for text that must be kept whatever it is.
std::string scrub_utf8(std::string_view text);
// Number of code points; `text` must be valid.
std::size_t code_point_count(std::string_view text);
// Byte offset of the code point with that index; text.size() where there are fewer.
std::size_t byte_offset(std::string_view text, std::size_t code_point);
// Decodes the code point at `at` and moves past it; U+FFFD and one byte on where it is ill-formed.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& out, char32_t code_point);

bool is_ascii(std::string_view text);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace heed
