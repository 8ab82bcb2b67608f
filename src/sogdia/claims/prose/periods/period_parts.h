#pragma once
#include <cstddef>
#include <optional>
#include <utility>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {

// What periods are read from.

// 1 to 12 where a month's name stands at token k, else 0.
int month_at(const SentenceReader& reader, std::size_t k);
// 1 to 11 of a number or its word, else 0.
int count_of(const Token& token);
// After "of", "in" or nothing: the year of "the first nine months of 2023", "of last year", and where it
// ends.
std::optional<std::pair<int, std::size_t>> year_after(const SentenceReader& reader, std::size_t k);
// "last year", "a year earlier", "the same period of last year", "that year", "two years later".
std::optional<Period> relative_period(const SentenceReader& reader, std::size_t k);
// From the first month to the last, both in, of tokens [begin, end).
Period months(int year_from, int month_from, int year_to, int month_to, std::size_t begin, std::size_t end);
// "2023-05-09": a day.
std::optional<Period> full_date(const SentenceReader& reader, std::size_t k);
// "by mid-year": the first half of the year spoken of.
std::optional<Period> by_mid_year(const SentenceReader& reader, std::size_t k);
// "2023-24", "2023/24", "FY2024", "fiscal 2024": from April, as India counts.
std::optional<Period> fiscal_year(const SentenceReader& reader, std::size_t k);

}  // namespace sogdia::claims
