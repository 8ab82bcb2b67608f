#include "sogdia/report/facts/rows.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>

namespace sogdia::report {

Rows::Rows(const Table* table) : table_(table), kept_(table ? table->rows() : 0) {
  std::iota(kept_.begin(), kept_.end(), std::size_t{0});
}

double Rows::number(std::size_t row, std::string_view column) const {
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  const Column* found = table_ ? table_->find(column) : nullptr;
  if (!found || found->is_missing(kept_[row])) return kMissing;
  const std::size_t at = kept_[row];
  if (const auto* doubles = std::get_if<std::vector<double>>(&found->data)) return (*doubles)[at];
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&found->data)) {
    return static_cast<double>((*whole)[at]);
  }
  const std::string& text = std::get<std::vector<std::string>>(found->data)[at];
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? kMissing : value;
}

std::string Rows::text(std::size_t row, std::string_view column) const {
  const Column* found = table_ ? table_->find(column) : nullptr;
  return found ? cell_text(*found, kept_[row]) : "";
}

Rows Rows::where(const std::function<bool(std::size_t)>& keep) const {
  Rows out;
  out.table_ = table_;
  for (std::size_t row = 0; row < size(); ++row) {
    if (keep(row)) out.kept_.push_back(kept_[row]);
  }
  return out;
}

Rows Rows::where(std::string_view column, std::string_view value) const {
  return where([&](std::size_t row) { return text(row, column) == value; });
}

Rows Rows::by_number(std::string_view column) const {
  std::vector<std::pair<double, std::size_t>> keyed;
  for (std::size_t row = 0; row < size(); ++row) {
    const double value = number(row, column);
    keyed.emplace_back(std::isnan(value) ? -std::numeric_limits<double>::infinity() : value, kept_[row]);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  Rows out = *this;
  for (std::size_t k = 0; k < keyed.size(); ++k) out.kept_[k] = keyed[k].second;
  return out;
}

Rows Rows::by_text(std::string_view column) const {
  std::vector<std::pair<std::string, std::size_t>> keyed;
  for (std::size_t row = 0; row < size(); ++row) keyed.emplace_back(text(row, column), kept_[row]);
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Rows out = *this;
  for (std::size_t k = 0; k < keyed.size(); ++k) out.kept_[k] = keyed[k].second;
  return out;
}

std::vector<std::string> Rows::distinct(std::string_view column) const {
  std::vector<std::string> out;
  for (std::size_t row = 0; row < size(); ++row) {
    std::string value = text(row, column);
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(std::move(value));
  }
  return out;
}

std::ptrdiff_t Rows::find(std::string_view column, std::string_view value) const {
  for (std::size_t row = 0; row < size(); ++row) {
    if (text(row, column) == value) return static_cast<std::ptrdiff_t>(row);
  }
  return -1;
}

namespace {
Rows rows_of(const std::map<std::string, Table>& tables, const std::string& name) {
  const auto found = tables.find(name);
  return found == tables.end() ? Rows() : Rows(&found->second);
}
}  // namespace

Rows result_rows(const Result& result, const std::string& table) { return rows_of(result.tables, table); }

Rows world_rows(const Result& result, const std::string& table) {
  return rows_of(result.base->world->tables, table);
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find_first_of(separators, from), text.size());
    std::string_view part = text.substr(from, to - from);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    from = to + 1;
  }
  return parts;
}

std::string country_name(const Result& result, const std::string& iso3) {
  for (const Rows& rows : {world_rows(result, "countries"), result_rows(result, "countries")}) {
    const std::ptrdiff_t row = rows.find("iso3", iso3);
    if (row >= 0) {
      std::string name = rows.text(static_cast<std::size_t>(row), "name");
      if (!name.empty()) return name;
    }
  }
  // A bloc is called by its id, "EU", or by its name where the id is none that people say.
  const std::size_t at = iso3.find('@');
  const std::string id = iso3.substr(0, at);
  const Rows blocs = world_rows(result, "blocs");
  const std::ptrdiff_t row = blocs.find("bloc", id);
  if (row >= 0) {
    std::string name = id;
    if (id.find('_') != std::string::npos) {
      name = blocs.text(static_cast<std::size_t>(row), "name");
      name = name.substr(0, name.find_first_of(":("));
      while (!name.empty() && name.back() == ' ') name.pop_back();
    }
    return at == std::string::npos ? name : name + " of " + iso3.substr(at + 1);
  }
  return iso3;
}

std::string border_words(const Result& result, const std::string& crossing) {
  const std::size_t at = crossing.find(" - ");
  if (at == std::string::npos) return crossing;
  const auto words = [&](const std::string& part) {
    return world_rows(result, "countries").find("iso3", part) >= 0 ? country_name(result, part) : part;
  };
  return words(crossing.substr(0, at)) + " - " + words(crossing.substr(at + 3));
}

}  // namespace sogdia::report
