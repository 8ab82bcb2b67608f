#include "sogdia/core/frame.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"

namespace sogdia {
namespace {

Table trade() {
  Table table;
  table.source = "trade.csv";
  table.add("exporter", std::vector<std::string>{"FRA", "DEU", "", "FRA"});
  table.add("year", std::vector<std::int64_t>{1986, 1990, 1994, 1998});
  table.add("value", std::vector<double>{0.25, 3, std::nan(""), 5});
  table.columns[1].valid = {1, 0, 1, 1};
  return table;
}

template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

TEST(Frame, numbers_of_a_table_are_not_copied) {
  const Table table = trade();
  const Frame frame = frame_of(table);
  EXPECT_EQ(frame.column("value").chunks.at(0).values,
            std::get<std::vector<double>>(table.columns[2].data).data());
  EXPECT_EQ(frame.column("year").type, NumberType::int64);
}

TEST(Frame, texts_are_coded_in_the_order_of_their_first_appearance) {
  const Frame frame = frame_of(trade());
  const FrameColumn& exporter = frame.column("exporter");
  EXPECT_EQ(exporter.labels, (std::vector<std::string>{"FRA", "DEU"}));
  const auto* codes = static_cast<const std::int32_t*>(exporter.chunks.at(0).values);
  EXPECT_EQ(std::vector<std::int32_t>(codes, codes + 4), (std::vector<std::int32_t>{0, 1, -1, 0}));
}

TEST(Frame, cells_read_as_a_person_writes_them) {
  const Frame frame = frame_of(trade());
  EXPECT_EQ(cell_text(frame.column("exporter"), 3), "FRA");
  EXPECT_EQ(cell_text(frame.column("exporter"), 2), "");
  EXPECT_EQ(cell_text(frame.column("year"), 0), "1986");
  EXPECT_EQ(cell_text(frame.column("year"), 1), "");
  EXPECT_EQ(cell_text(frame.column("value"), 0), "0.25");
  EXPECT_EQ(cell_text(frame.column("value"), 2), "");
}

TEST(Frame, a_place_is_a_row_of_the_source_also_where_rows_were_filtered_out) {
  Frame frame = frame_of(trade());
  EXPECT_EQ(frame.place(0), "trade.csv, row 2");
  frame.source_rows = {5, 9, 12, 40};
  EXPECT_EQ(frame.place(3), "trade.csv, row 40");
}

TEST(Frame, an_unknown_column_names_the_nearest) {
  const Frame frame = frame_of(trade());
  const Error error = error_of([&] { frame.column("exporte"); });
  EXPECT_EQ(error.message, "column `exporte` is missing");
  EXPECT_EQ(error.hint, "did you mean `exporter`?");
  EXPECT_EQ(frame.find("exporte"), nullptr);
}

TEST(Frame, a_text_cell_used_as_a_number_is_named_with_its_row) {
  Table table = trade();
  table.add("x", std::vector<std::string>{"1.5", "NA", "12x", "."});
  const Error error = error_of([&] { numbers_of(frame_of(table), "x"); });
  EXPECT_EQ(error.message, "`12x` in column `x` is not a number");
  EXPECT_EQ(error.where, "trade.csv, row 4");
}

TEST(Frame, texts_that_are_numbers_read_as_numbers_and_marks_as_missing) {
  Table table = trade();
  table.add("x", std::vector<std::string>{"1.5", "NA", "-2e3", "."});
  const auto x = numbers_of(frame_of(table), "x");
  EXPECT_EQ(x[0], 1.5);
  EXPECT_TRUE(std::isnan(x[1]));
  EXPECT_EQ(x[2], -2000);
  EXPECT_TRUE(std::isnan(x[3]));
}

// Rows cut into chunks at odd places, with offsets into longer buffers as slices of Arrow arrays have them.
TEST(Frame, chunks_and_offsets_change_no_cell) {
  EXPECT_TRUE(rc::check([](std::vector<std::int16_t> values, std::vector<bool> present) {
    present.resize(values.size(), true);
    const std::size_t cut = *rc::gen::inRange<std::size_t>(0, values.size() + 1);
    const std::size_t shift = *rc::gen::inRange<std::size_t>(0, 20);
    std::vector<std::int16_t> buffer(shift, 99);
    buffer.insert(buffer.end(), values.begin(), values.end());
    std::vector<std::uint8_t> bitmap(buffer.size() / 8 + 1, 0);
    for (std::size_t k = 0; k < values.size(); ++k)
      if (present[k])
        bitmap[(shift + k) / 8] =
            static_cast<std::uint8_t>(bitmap[(shift + k) / 8] | (1u << ((shift + k) % 8)));
    Frame frame;
    frame.rows = values.size();
    FrameColumn column;
    column.name = "x";
    column.type = NumberType::int16;
    column.chunks = {{buffer.data(), bitmap.data(), shift, cut},
                     {buffer.data(), bitmap.data(), shift + cut, values.size() - cut}};
    frame.columns.push_back(column);
    const auto numbers = numbers_of(frame, "x");
    for (std::size_t k = 0; k < values.size(); ++k) {
      RC_ASSERT(std::isnan(numbers[k]) == !present[k]);
      if (present[k]) RC_ASSERT(numbers[k] == values[k]);
      RC_ASSERT(cell_text(column, k) == (present[k] ? std::to_string(values[k]) : ""));
    }
  }));
}

TEST(Frame, booleans_are_bits) {
  const std::uint8_t bits = 0b10110;
  Frame frame;
  frame.rows = 3;
  frame.columns.push_back({"fta", NumberType::boolean, {{&bits, nullptr, 1, 3}}, {}});
  EXPECT_EQ(numbers_of(frame, "fta"), (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(cell_text(frame.columns[0], 2), "0");
}

}  // namespace
}  // namespace sogdia
