#include "sogdia/gravity/sample/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <unordered_map>

#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"

namespace sogdia {
namespace {

using Op = BoundExpression::Op;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t kNoText = 0xFFFFFFFFu;

bool is_text_column(const Expression& expression, const Frame& frame) {
  return expression.kind == Expression::Kind::column &&
         frame.column(expression.name).type == NumberType::code;
}

// Texts on either side of == and !=.
bool compares_texts(const Expression& expression, const Frame& frame) {
  if (expression.kind != Expression::Kind::op || (expression.name != "==" && expression.name != "!="))
    return false;
  const auto& sides = expression.arguments;
  const auto quoted = [](const Expression& side) { return side.kind == Expression::Kind::text; };
  return quoted(sides[0]) || quoted(sides[1]) ||
         (is_text_column(sides[0], frame) && is_text_column(sides[1], frame));
}

std::vector<std::uint32_t> ids_of(const FrameColumn& column,
                                  std::unordered_map<std::string_view, std::uint32_t>& known) {
  std::vector<std::uint32_t> ids;
  for (const auto& label : column.labels)
    ids.push_back(label.empty()
                      ? kNoText
                      : known.try_emplace(label, static_cast<std::uint32_t>(known.size())).first->second);
  return ids;
}

BoundExpression bind_texts(const Expression& expression, const Frame& frame) {
  const Expression* left = &expression.arguments[0];
  const Expression* right = &expression.arguments[1];
  if (left->kind == Expression::Kind::text) std::swap(left, right);
  if (!is_text_column(*left, frame))
    throw Error(
        fmt::format("`{}` is compared with the text \"{}\", and is no column of text",
                    left->kind == Expression::Kind::column ? left->name : expression.name, right->name),
        frame.source, "write numbers without quotes");
  BoundExpression out;
  out.op = Op::same_text;
  out.number = expression.name == "==" ? 1 : 0;
  out.column = &frame.column(left->name);
  std::unordered_map<std::string_view, std::uint32_t> known;
  out.ids = ids_of(*out.column, known);
  if (right->kind == Expression::Kind::column) {
    out.other = &frame.column(right->name);
    out.other_ids = ids_of(*out.other, known);
  } else {
    out.text_id = known.try_emplace(right->name, static_cast<std::uint32_t>(known.size())).first->second;
  }
  return out;
}

Op op_of(const Expression& expression) {
  static const std::unordered_map<std::string_view, Op> kOps{
      {"+", Op::add},         {"-", Op::subtract},       {"*", Op::multiply}, {"/", Op::divide},
      {"^", Op::power},       {"==", Op::equal},         {"!=", Op::unequal}, {"<", Op::less},
      {"<=", Op::less_equal}, {">", Op::greater},        {"&", Op::both},     {"|", Op::either},
      {"!", Op::inverted},    {">=", Op::greater_equal}, {"log", Op::log},    {"log1p", Op::log1p},
      {"exp", Op::exp},       {"expm1", Op::expm1},      {"sqrt", Op::sqrt},  {"abs", Op::abs},
      {"asinh", Op::asinh},   {"min", Op::min},          {"max", Op::max}};
  if (expression.name == "-" && expression.arguments.size() == 1) return Op::negate;
  if (expression.name == "^" && expression.arguments[1].kind == Expression::Kind::number &&
      expression.arguments[1].number == 2)
    return Op::square;
  return kOps.at(expression.name);
}

void same_texts(const BoundExpression& e, std::size_t begin, std::size_t end, double* out) {
  std::vector<std::uint32_t> left(end - begin, kNoText), right(end - begin, e.text_id);
  const auto read = [&](const FrameColumn& column, const std::vector<std::uint32_t>& ids,
                        std::vector<std::uint32_t>& to) {
    visit_cells(column, begin, end, [&](auto values, Presence present, std::size_t row, std::size_t count) {
      if constexpr (std::is_same_v<decltype(values), const std::int32_t*>) {
        for (std::size_t k = 0; k < count; ++k)
          to[row - begin + k] =
              present[k] && values[k] >= 0 ? ids[static_cast<std::size_t>(values[k])] : kNoText;
      }
    });
  };
  read(*e.column, e.ids, left);
  if (e.other) read(*e.other, e.other_ids, right);
  for (std::size_t k = 0; k < left.size(); ++k) {
    const bool missing = left[k] == kNoText || right[k] == kNoText;
    out[k] = missing ? kMissing : left[k] == right[k] ? e.number : 1 - e.number;
  }
}

template <typename Function>
void apply(double* a, std::size_t count, Function function) {
  for (std::size_t k = 0; k < count; ++k) a[k] = function(a[k]);
}

// A missing value on either side makes the result missing, also where arithmetic would not (NaN^0 = 1, NaN >
// 1).
template <typename Function>
void apply(double* a, const double* b, std::size_t count, Function function) {
  for (std::size_t k = 0; k < count; ++k)
    a[k] = std::isnan(a[k]) || std::isnan(b[k]) ? kMissing : static_cast<double>(function(a[k], b[k]));
}

void apply_two(Op op, double* a, const double* b, std::size_t count) {
  switch (op) {
    case Op::add:
      return apply(a, b, count, [](double x, double y) { return x + y; });
    case Op::subtract:
      return apply(a, b, count, [](double x, double y) { return x - y; });
    case Op::multiply:
      return apply(a, b, count, [](double x, double y) { return x * y; });
    case Op::divide:
      return apply(a, b, count, [](double x, double y) { return x / y; });
    case Op::power:
      return apply(a, b, count, [](double x, double y) { return std::pow(x, y); });
    case Op::equal:
      return apply(a, b, count, [](double x, double y) { return x == y; });
    case Op::unequal:
      return apply(a, b, count, [](double x, double y) { return x != y; });
    case Op::less:
      return apply(a, b, count, [](double x, double y) { return x < y; });
    case Op::less_equal:
      return apply(a, b, count, [](double x, double y) { return x <= y; });
    case Op::greater:
      return apply(a, b, count, [](double x, double y) { return x > y; });
    case Op::greater_equal:
      return apply(a, b, count, [](double x, double y) { return x >= y; });
    case Op::both:
      return apply(a, b, count, [](double x, double y) { return x != 0 && y != 0; });
    case Op::either:
      return apply(a, b, count, [](double x, double y) { return x != 0 || y != 0; });
    case Op::min:
      return apply(a, b, count, [](double x, double y) { return std::min(x, y); });
    default:
      return apply(a, b, count, [](double x, double y) { return std::max(x, y); });
  }
}

// True where the operator takes one argument and has been applied.
bool apply_one(Op op, double* a, std::size_t count) {
  switch (op) {
    case Op::square:
      apply(a, count, [](double x) { return x * x; });
      return true;
    case Op::negate:
      apply(a, count, [](double x) { return -x; });
      return true;
    case Op::inverted:
      apply(a, count, [](double x) { return std::isnan(x) ? x : static_cast<double>(x == 0); });
      return true;
    case Op::log:
      apply(a, count, [](double x) { return std::log(x); });
      return true;
    case Op::log1p:
      apply(a, count, [](double x) { return std::log1p(x); });
      return true;
    case Op::exp:
      apply(a, count, [](double x) { return std::exp(x); });
      return true;
    case Op::expm1:
      apply(a, count, [](double x) { return std::expm1(x); });
      return true;
    case Op::sqrt:
      apply(a, count, [](double x) { return std::sqrt(x); });
      return true;
    case Op::abs:
      apply(a, count, [](double x) { return std::abs(x); });
      return true;
    case Op::asinh:
      apply(a, count, [](double x) { return std::asinh(x); });
      return true;
    default:
      return false;
  }
}

}  // namespace

BoundExpression bind(const Expression& expression, const Frame& frame) {
  BoundExpression out;
  switch (expression.kind) {
    case Expression::Kind::number:
      out.number = expression.number;
      return out;
    case Expression::Kind::text:
      throw Error(fmt::format("the text \"{}\" stands where a number was expected", expression.name),
                  "formula",
                  "a text can be compared with == and !=; a column's odd name goes into back-ticks");
    case Expression::Kind::column:
      out.op = Op::column;
      out.column = &frame.column(expression.name);
      if (out.column->type == NumberType::code) out.label_numbers = numbers_of_labels(frame, *out.column);
      return out;
    default:
      break;
  }
  if (compares_texts(expression, frame)) return bind_texts(expression, frame);
  out.op = op_of(expression);
  const std::size_t count = out.op == Op::square ? 1 : expression.arguments.size();
  for (std::size_t k = 0; k < count; ++k) out.arguments.push_back(bind(expression.arguments[k], frame));
  return out;
}

void evaluate(const BoundExpression& e, std::size_t begin, std::size_t end, double* out) {
  const std::size_t count = end - begin;
  if (e.op == Op::number) return std::fill(out, out + count, e.number), void();
  if (e.op == Op::column) return copy_numbers(*e.column, begin, end, e.label_numbers, out);
  if (e.op == Op::same_text) return same_texts(e, begin, end, out);
  evaluate(e.arguments[0], begin, end, out);
  if (apply_one(e.op, out, count)) return;
  std::vector<double> right(count);
  for (std::size_t k = 1; k < e.arguments.size(); ++k) {
    evaluate(e.arguments[k], begin, end, right.data());
    apply_two(e.op, out, right.data(), count);
  }
}

}  // namespace sogdia
