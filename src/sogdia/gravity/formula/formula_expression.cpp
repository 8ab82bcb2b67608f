#include "sogdia/gravity/formula/formula_expression.h"

#include <fmt/format.h>

#include <utility>

#include "sogdia/core/names.h"

namespace sogdia {
namespace {

// Bounds of one expression, so that neither parsing nor evaluating nor freeing it runs out of stack.
constexpr int kDeepest = 60;
constexpr int kMostParts = 1000;

const std::vector<std::string> kFunctions{"log", "log1p", "exp", "expm1", "sqrt",
                                          "abs", "asinh", "min", "max"};

// numpy's, Stata's and R's names for the same.
std::string known_as(std::string_view name) {
  if (name.substr(0, 3) == "np.") name.remove_prefix(3);
  if (name == "ln") return "log";
  if (name == "pmin" || name == "minimum") return "min";
  if (name == "pmax" || name == "maximum") return "max";
  if (name == "arcsinh") return "asinh";
  return std::string(name);
}

class ArithmeticParser {
 public:
  explicit ArithmeticParser(FormulaCursor& cursor) : cursor_(cursor) {}

  Expression whole() { return both(); }
  Expression product() { return times(); }
  Expression atom() { return primary(); }

 private:
  struct Deeper {
    explicit Deeper(ArithmeticParser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepest) parser_.cursor_.fail("the expression is nested too deeply", "");
    }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --parser_.depth_; }
    ArithmeticParser& parser_;
  };

  Expression node(Expression::Kind kind, std::string name, std::vector<Expression> arguments) {
    if (++parts_ > kMostParts) cursor_.fail("the expression is too long", "make a column of it in the data");
    Expression out;
    out.kind = kind;
    out.name = std::move(name);
    out.arguments = std::move(arguments);
    return out;
  }

  Expression operation(std::string name, Expression left, Expression right) {
    std::vector<Expression> arguments;
    arguments.push_back(std::move(left));
    arguments.push_back(std::move(right));
    return node(Expression::Kind::op, std::move(name), std::move(arguments));
  }

  Expression operation(std::string name, Expression only) {
    std::vector<Expression> arguments;
    arguments.push_back(std::move(only));
    return node(Expression::Kind::op, std::move(name), std::move(arguments));
  }

  Expression either() {
    Expression left = both();
    while (cursor_.accept("|") || cursor_.accept("||")) left = operation("|", std::move(left), both());
    return left;
  }

  Expression both() {
    Expression left = inverted();
    while (cursor_.accept("&") || cursor_.accept("&&")) left = operation("&", std::move(left), inverted());
    return left;
  }

  Expression inverted() {
    if (!cursor_.accept("!")) return comparison();
    const Deeper guard(*this);
    return operation("!", inverted());
  }

  Expression comparison() {
    Expression left = sum();
    for (const char* symbol : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (!cursor_.accept(symbol)) continue;
      left = operation(symbol, std::move(left), sum());
      for (const char* again : {"==", "!=", "<=", ">=", "<", ">"})
        if (cursor_.at_symbol(again))
          cursor_.fail("comparisons do not chain", "join two of them with &: (x > 1) & (x < 3)");
      break;
    }
    return left;
  }

  Expression sum() {
    Expression left = times();
    for (;;) {
      if (cursor_.accept("+"))
        left = operation("+", std::move(left), times());
      else if (cursor_.accept("-"))
        left = operation("-", std::move(left), times());
      else
        return left;
    }
  }

  Expression times() {
    Expression left = negated();
    for (;;) {
      if (cursor_.accept("*"))
        left = operation("*", std::move(left), negated());
      else if (cursor_.accept("/"))
        left = operation("/", std::move(left), negated());
      else
        return left;
    }
  }

  Expression negated() {
    const Deeper guard(*this);
    if (cursor_.accept("-")) return operation("-", negated());
    if (cursor_.accept("+")) return negated();
    Expression base = primary();
    if (cursor_.accept("^") || cursor_.accept("**")) return operation("^", std::move(base), negated());
    return base;
  }

  Expression primary() {
    const Token& token = cursor_.peek();
    if (token.kind == Token::Kind::number) {
      Expression number = node(Expression::Kind::number, "", {});
      number.number = cursor_.next().number;
      return number;
    }
    if (token.kind == Token::Kind::text) return node(Expression::Kind::text, cursor_.next().text, {});
    if (token.kind == Token::Kind::name) {
      if (cursor_.at_symbol("(", 1)) return call();
      return node(Expression::Kind::column, cursor_.next().text, {});
    }
    if (cursor_.accept("(")) return closed();
    cursor_.fail_unexpected("a column, a number or a function was expected");
  }

  Expression closed() {
    const Deeper guard(*this);
    Expression inner = either();
    cursor_.expect(")", "what the parenthesis opened");
    return inner;
  }

  Expression call() {
    const std::size_t at = cursor_.position();
    const std::string written = cursor_.next().text;
    cursor_.next();
    if (written == "I") return closed();
    if (!is_function(written))
      cursor_.fail_at(at, fmt::format("`{}` is not a function of formulas", written), function_hint(written));
    const std::string name = known_as(written);
    std::vector<Expression> arguments;
    do {
      const Deeper guard(*this);
      arguments.push_back(either());
    } while (cursor_.accept(","));
    cursor_.expect(")", fmt::format("the arguments of `{}`", written));
    const bool pair = name == "min" || name == "max";
    if (pair ? arguments.size() < 2 : arguments.size() != 1)
      cursor_.fail_at(at,
                      fmt::format("`{}` takes {}", written, pair ? "two arguments or more" : "one argument"),
                      pair ? "it compares within a row" : "");
    return node(Expression::Kind::call, name, std::move(arguments));
  }

  FormulaCursor& cursor_;
  int depth_ = 0;
  int parts_ = 0;
};

}  // namespace

bool is_function(std::string_view name) {
  const std::string known = known_as(name);
  for (const auto& function : kFunctions) {
    if (function == known) return true;
  }
  return false;
}

std::string function_hint(std::string_view name) {
  if (name == "l" || name == "f" || name == "d" || name == "lag" || name == "lead")
    return "make a column of the lag or lead in the data";
  if (name == "log10" || name == "log2")
    return fmt::format("write log(x): a coefficient on {}(x) is {} times that on log(x)", name,
                       name == "log2" ? "0.6931" : "2.3026");
  if (name == "offset") return "an offset is a part of the sum: y ~ x + offset(log(pop))";
  std::string nearest = nearest_hint(name, kFunctions);
  if (!nearest.empty()) return nearest;
  std::string all = "functions are";
  for (const auto& function : kFunctions) all += " " + function;
  return all + "; for others make a column in the data";
}

Expression parse_arithmetic(FormulaCursor& cursor) { return ArithmeticParser(cursor).whole(); }
Expression parse_arithmetic_product(FormulaCursor& cursor) { return ArithmeticParser(cursor).product(); }
Expression parse_arithmetic_atom(FormulaCursor& cursor) { return ArithmeticParser(cursor).atom(); }

}  // namespace sogdia
