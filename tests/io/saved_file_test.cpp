#include "sogdia/io/saved_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sogdia/core/error.h"

namespace sogdia::saved_file_test {

constexpr std::string_view kMark = "SGDTEST1";

std::string saved(const std::vector<double>& numbers, const std::vector<std::string>& texts,
                  const std::string& whole) {
  SavedWriter writer(kMark, 7);
  writer.put(numbers);
  writer.put(texts);
  writer.put(std::string_view(whole));
  return std::move(writer).text();
}

RC_GTEST_PROP(SavedFile, what_was_put_in_comes_out,
              (const std::vector<double>& numbers, const std::vector<std::string>& texts,
               const std::string& whole)) {
  const std::string text = saved(numbers, texts, whole);
  SavedReader reader(text, kMark, 7);
  std::vector<double> got_numbers;
  std::vector<std::string> got_texts;
  std::string_view got_whole;
  reader.take(got_numbers);
  reader.take(got_texts);
  reader.take(got_whole);
  reader.require_end();
  RC_ASSERT(got_numbers == numbers);
  RC_ASSERT(got_texts == texts);
  RC_ASSERT(got_whole == whole);
}

TEST(SavedFile, what_is_cut_changed_of_another_form_or_source_is_not_believed) {
  const std::string text = saved({1, 2.5}, {"a", "", "bc"}, "whole");
  for (std::size_t k = 0; k < text.size(); ++k) {
    std::string changed = text;
    changed[k] = static_cast<char>(changed[k] ^ 1);
    EXPECT_THROW(SavedReader(changed, kMark, 7), Error) << k;
    EXPECT_THROW(SavedReader(std::string_view(text).substr(0, k), kMark, 7), Error) << k;
  }
  EXPECT_THROW(SavedReader(text + "x", kMark, 7), Error);
  EXPECT_THROW(SavedReader(text, kMark, 8), Error);
  EXPECT_THROW(SavedReader(text, "SGDTEST2", 7), Error);
}

TEST(SavedFile, more_than_was_put_in_cannot_be_taken) {
  SavedWriter writer(kMark, 7);
  writer.put(std::vector<std::uint8_t>{1, 2, 3});
  const std::string text = std::move(writer).text();
  SavedReader reader(text, kMark, 7);
  std::vector<double> numbers;
  EXPECT_THROW(reader.take(numbers), Error);
}

RC_GTEST_PROP(SavedFile, other_bytes_have_another_hash, (const std::string& a, const std::string& b)) {
  RC_ASSERT((content_hash(a) == content_hash(b)) == (a == b));
  RC_ASSERT(content_hash(a + std::string(1, '\0')) != content_hash(a));
}

}  // namespace sogdia::saved_file_test
