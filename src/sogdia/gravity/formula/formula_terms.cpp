#include "sogdia/gravity/formula/formula_terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "sogdia/gravity/formula/formula_expression.h"

namespace sogdia {
namespace {

using Products = std::vector<Pieces>;

std::string key_of(const Pieces& pieces) {
  std::vector<std::string> texts;
  for (const auto& piece : pieces) texts.push_back(piece.text);
  std::sort(texts.begin(), texts.end());
  std::string key;
  for (const auto& text : texts) key += text + '\n';
  return key;
}

// Two regressors are the same where they have the same pieces, in any order.
bool same(const Pieces& a, const Pieces& b) {
  return std::is_permutation(a.begin(), a.end(), b.begin(), b.end(),
                             [](const Piece& x, const Piece& y) { return x.text == y.text; });
}

void add(Products& to, const Pieces& product) {
  if (std::none_of(to.begin(), to.end(), [&](const Pieces& have) { return same(have, product); }))
    to.push_back(product);
}

void add(Products& to, const Products& from) {
  for (const auto& product : from) add(to, product);
}

Products crossed(const FormulaCursor& cursor, const Products& a, const Products& b) {
  if (a.size() * b.size() > kMostTerms) cursor.fail("the product stands for too many regressors", "");
  Products out;
  for (const auto& left : a) {
    for (const auto& right : b) {
      Pieces product = left;
      for (const auto& piece : right) {
        const bool known = std::any_of(product.begin(), product.end(),
                                       [&](const Piece& other) { return other.text == piece.text; });
        if (!known) product.push_back(piece);
      }
      constexpr std::size_t kMostPieces = 20;
      if (product.size() > kMostPieces) cursor.fail("the product has too many factors", "");
      add(out, product);
    }
  }
  return out;
}

class RegressorParser {
 public:
  explicit RegressorParser(FormulaCursor& cursor) : cursor_(cursor) {}

  // [+-] part ([+-] part)*
  std::vector<Step<Pieces>> sum() {
    std::vector<Step<Pieces>> parts;
    bool first = true;
    for (;;) {
      bool remove = false;
      if (cursor_.accept("-"))
        remove = true;
      else if (!cursor_.accept("+") && !first)
        return parts;
      first = false;
      parts.push_back(part(remove));
    }
  }

  // A sum without steps: what stands in parentheses and in the arguments of sw().
  Products plain_sum() {
    if (++depth_ > kDeepest) cursor_.fail("the formula is nested too deeply", "");
    Products out;
    do {
      if (is_stepwise(cursor_))
        cursor_.fail("a stepwise function stands alone between `+` signs", "take it out of the parenthesis");
      add(out, product());
      if (out.size() > kMostTerms) cursor_.fail("the formula has too many regressors", "");
    } while (cursor_.accept("+"));
    --depth_;
    return out;
  }

 private:
  static constexpr int kDeepest = 40;

  bool at_constant() const {
    if (cursor_.peek().kind != Token::Kind::number) return false;
    const double value = cursor_.peek().number;
    if (value != 0 && value != 1) return false;
    return cursor_.peek(1).kind == Token::Kind::end || cursor_.at_symbol("+", 1) ||
           cursor_.at_symbol("-", 1) || cursor_.at_symbol("|", 1);
  }

  Step<Pieces> part(bool remove) {
    Step<Pieces> step;
    step.remove = remove;
    if (at_constant()) {
      // `- 1` and `+ 0` take the constant out; `+ 1` and `- 0` put it in.
      step.remove = remove == (cursor_.next().number == 1);
      step.choices.push_back({Pieces{}});
      return step;
    }
    if (at_offset()) {
      if (remove) cursor_.fail("an offset is added, and cannot be taken out", "write offset(-x)");
      step.choices.push_back({{offset()}});
      return step;
    }
    if (is_stepwise(cursor_)) {
      if (remove) cursor_.fail("steps are added, and cannot be taken out", "");
      return parse_stepwise<Pieces>(cursor_, [&] { return plain_sum(); });
    }
    step.choices.push_back(product());
    refuse_arithmetic();
    return step;
  }

  bool at_offset() const {
    return cursor_.peek().kind == Token::Kind::name && cursor_.peek().text == "offset" &&
           cursor_.at_symbol("(", 1);
  }

  Piece offset() {
    const std::size_t at = cursor_.position();
    cursor_.next();
    cursor_.next();
    Piece piece;
    piece.offset = true;
    piece.number = parse_arithmetic(cursor_);
    cursor_.expect(")", "the offset");
    piece.text = cursor_.spelled(at);
    return piece;
  }

  void refuse_arithmetic() {
    for (const char* symbol : {"/", "==", "!=", "<", ">", "<=", ">=", "=", "!", "&"}) {
      if (cursor_.at_symbol(symbol))
        cursor_.fail(fmt::format("`{}` is arithmetic", symbol),
                     "put arithmetic into I(): I(x1 / x2), I(year > 1990)");
    }
  }

  // a * b = a + b + a:b
  Products product() {
    Products left = interaction();
    while (cursor_.accept("*")) {
      const Products right = interaction();
      const Products both = crossed(cursor_, left, right);
      add(left, right);
      add(left, both);
      if (left.size() > kMostTerms) cursor_.fail("the product stands for too many regressors", "");
    }
    return left;
  }

  Products interaction() {
    Products left = power();
    while (cursor_.accept(":")) left = crossed(cursor_, left, power());
    return left;
  }

  // (a + b)^2 = a + b + a:b, as in R; x^2 is arithmetic.
  Products power() {
    const std::size_t at = cursor_.position();
    Products base = atom();
    if (!cursor_.at_symbol("^") && !cursor_.at_symbol("**")) return base;
    if (base.size() == 1) return raised(at, base.front());
    cursor_.next();
    const double exponent = cursor_.peek().number;
    if (cursor_.peek().kind != Token::Kind::number || exponent < 1 || exponent > 9 ||
        exponent != static_cast<int>(exponent))
      cursor_.fail("the power of a sum of regressors is a whole number",
                   "(x1 + x2)^2 stands for x1 + x2 + x1:x2");
    cursor_.next();
    Products out = base;
    for (int k = 1; k < static_cast<int>(exponent); ++k) add(out, crossed(cursor_, out, base));
    return out;
  }

  Products raised(std::size_t at, const Pieces& base) {
    cursor_.next();
    const bool minus = cursor_.accept("-");
    if (cursor_.peek().kind != Token::Kind::number)
      cursor_.fail("a power is a number",
                   "fixed effects such as exporter^year stand after `|`; for arithmetic write I(x1^x2)");
    if (base.size() != 1 || !base.front().numeric) cursor_.fail_at(at, "dummies have no powers", "");
    Expression exponent;
    exponent.number = (minus ? -1 : 1) * cursor_.next().number;
    Piece piece;
    piece.number.kind = Expression::Kind::op;
    piece.number.name = "^";
    piece.number.arguments = {base.front().number, exponent};
    piece.text = "I(" + cursor_.spelled(at) + ")";
    return {{piece}};
  }

  Products atom() {
    if (cursor_.accept("(")) {
      Products inner = plain_sum();
      cursor_.expect(")", "the sum");
      return inner;
    }
    const Token& token = cursor_.peek();
    if (token.kind == Token::Kind::number)
      cursor_.fail("a number is no regressor",
                   "put arithmetic into I(): I(2 * x); 0 + or -1 leaves the constant out");
    if (token.kind == Token::Kind::text)
      cursor_.fail("a text in quotes is no regressor", "put the odd name of a column into back-ticks");
    if (token.kind != Token::Kind::name) cursor_.fail_unexpected("a regressor was expected");
    if (at_offset()) cursor_.fail("an offset stands alone between `+` signs", "write x1 + offset(log(x2))");
    const std::size_t at = cursor_.position();
    if (!cursor_.at_symbol("(", 1)) return {{column()}};
    if (token.text == "i") return {indicators(at)};
    if (token.text == "factor" || token.text == "C" || token.text == "as.factor") return {{plain_factor(at)}};
    if (is_stepwise(cursor_))
      cursor_.fail("a stepwise function stands alone between `+` signs", "write x1 + sw(x2, x3)");
    Piece piece;
    piece.number = parse_arithmetic_atom(cursor_);
    piece.text = cursor_.spelled(at);
    return {{piece}};
  }

  Piece column() {
    const std::size_t at = cursor_.position();
    Piece piece;
    piece.number.kind = Expression::Kind::column;
    const Token token = cursor_.next();
    piece.number.name = token.text;
    piece.text = cursor_.spelled(at);
    if (!token.quoted && is_stata_name(token.text))
      cursor_.fail_at(
          at, fmt::format("`{}` is Stata's", token.text),
          fmt::format("write {}; a column of that name goes into back-ticks",
                      token.text[0] == 'i' ? "i(" + token.text.substr(2) + ")" : token.text.substr(2)));
    return piece;
  }

  Piece plain_factor(std::size_t at) {
    Piece piece;
    const std::string function = cursor_.next().text;
    cursor_.next();
    piece.numeric = false;
    piece.plain_dummies = true;
    piece.dummies.column = cursor_.expect_name("a column");
    if (cursor_.at_symbol(","))
      cursor_.fail(fmt::format("`{}` takes one column", function), "i(year, ref = 1990) names a reference");
    cursor_.expect(")", "the column");
    piece.text = cursor_.spelled(at);
    return piece;
  }

  // i(year), i(year, border), i(year, i.region), i(year, log(dist)), with ref = and ref2 =
  Pieces indicators(std::size_t at) {
    cursor_.next();
    cursor_.next();
    Piece piece;
    piece.numeric = false;
    piece.dummies.column = cursor_.expect_name("the column of the dummies");
    Piece by;
    for (int argument = 1; cursor_.accept(","); ++argument) {
      const bool named = cursor_.peek().kind == Token::Kind::name && cursor_.at_symbol("=", 1);
      if (named)
        named_argument(piece.dummies);
      else if (argument == 1 && !is_level(cursor_.peek()))
        by = by_argument(piece.dummies);
      else if (argument == 1 || (argument == 2 && piece.dummies.reference.empty()))
        piece.dummies.reference = levels();
      else
        cursor_.fail_unexpected("i() takes a column, what it multiplies, ref = and ref2 =");
    }
    cursor_.expect(")", "the arguments of `i`");
    piece.text = cursor_.spelled(at);
    if (by.text.empty()) return {piece};
    piece.text = "i(" + spelled_name(piece.dummies.column) + refs_text(piece.dummies) + ")";
    return {piece, by};
  }

  // i(year, 1986): a value is the reference.
  bool is_level(const Token& token) const {
    return token.kind == Token::Kind::number || token.kind == Token::Kind::text || cursor_.at_symbol("-");
  }

  static std::string refs_text(const Term::Dummies& dummies) {
    if (dummies.drop_first) return ", ref = TRUE";
    if (dummies.reference.empty()) return "";
    std::string text = ", ref = c(";
    for (std::size_t k = 0; k < dummies.reference.size(); ++k)
      text += (k > 0 ? ", " : "") + spelled_text(dummies.reference[k]);
    return text + ")";
  }

  // A column stays with the dummies, since only the data tell whether it holds numbers or text; arithmetic is
  // a piece of its own.
  Piece by_argument(Term::Dummies& dummies) {
    const std::size_t at = cursor_.position();
    if (cursor_.peek().kind == Token::Kind::name &&
        (cursor_.at_symbol(",", 1) || cursor_.at_symbol(")", 1))) {
      const Token token = cursor_.next();
      dummies.by = token.text;
      dummies.by_dummies = !token.quoted && is_stata_name(token.text) && token.text[0] == 'i';
      if (dummies.by_dummies) dummies.by.erase(0, 2);
      return {};
    }
    if (cursor_.peek().kind != Token::Kind::name)
      cursor_.fail("i() multiplies by a column", "put arithmetic into I(): i(year, I(x1 * x2))");
    Piece by;
    by.number = parse_arithmetic_atom(cursor_);
    by.text = cursor_.spelled(at);
    return by;
  }

  void named_argument(Term::Dummies& dummies) {
    const std::string name = cursor_.peek().text;
    if (name != "ref" && name != "ref2")
      cursor_.fail(fmt::format("`i` has no argument `{}`", name), "it takes ref = and ref2 =");
    if (name == "ref2" && dummies.by.empty()) cursor_.fail("`ref2` is for the second column of `i`", "");
    cursor_.next();
    cursor_.next();
    const bool first = cursor_.peek().kind == Token::Kind::name && !cursor_.at_symbol("(", 1) &&
                       (cursor_.peek().text == "TRUE" || cursor_.peek().text == "True");
    if (name == "ref" && first) {
      cursor_.next();
      dummies.drop_first = true;
    } else {
      (name == "ref" ? dummies.reference : dummies.by_reference) = levels();
    }
  }

  // 1986, -1, "EU", EU or c(1986, 1990)
  std::vector<std::string> levels() {
    std::vector<std::string> out;
    if (cursor_.peek().kind == Token::Kind::name && cursor_.peek().text == "c" && cursor_.at_symbol("(", 1)) {
      cursor_.next();
      cursor_.next();
      do {
        out.push_back(level());
      } while (cursor_.accept(","));
      cursor_.expect(")", "the levels");
    } else {
      out.push_back(level());
    }
    return out;
  }

  std::string level() {
    const bool minus = cursor_.accept("-");
    const Token& token = cursor_.peek();
    if (token.kind == Token::Kind::number) return spelled_number((minus ? -1 : 1) * cursor_.next().number);
    if (minus || (token.kind != Token::Kind::name && token.kind != Token::Kind::text))
      cursor_.fail("a level was expected", "write ref = 1986, ref = \"EU\" or ref = c(1986, 1990)");
    return cursor_.next().text;
  }

  FormulaCursor& cursor_;
  int depth_ = 0;
};

void fold_products(Products& side, const Products& choice, bool remove) {
  if (!remove) return add(side, choice);
  for (const auto& product : choice) {
    side.erase(
        std::remove_if(side.begin(), side.end(), [&](const Pieces& have) { return same(have, product); }),
        side.end());
  }
}

}  // namespace

std::vector<std::vector<Pieces>> parse_regressors(FormulaCursor& cursor) {
  const auto parts = RegressorParser(cursor).sum();
  std::size_t models = 1, most = 1;
  for (const auto& part : parts) {
    std::size_t longest = 0;
    for (const auto& choice : part.choices) longest = std::max(longest, choice.size());
    models *= part.choices.size();
    most += longest;
    if (models > kMostModels) cursor.fail("the formula stands for too many models", "");
    if (most > kMostTerms || models * most > 100 * kMostTerms)
      cursor.fail("the formula has too many regressors", "");
  }
  Step<Pieces> constant;
  constant.choices.push_back({Pieces{}});
  std::vector<Step<Pieces>> with_constant{constant};
  with_constant.insert(with_constant.end(), parts.begin(), parts.end());
  return every_choice(with_constant, fold_products);
}

std::vector<Term> terms_of(const std::vector<Pieces>& regressors, bool constant, bool absorbed) {
  std::vector<Pieces> ordered;
  for (const auto& pieces : regressors) {
    if (!pieces.empty()) ordered.push_back(pieces);
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Pieces& a, const Pieces& b) { return a.size() < b.size(); });
  std::set<std::string> present;
  for (const auto& pieces : ordered) present.insert(key_of(pieces));
  // R: a factor loses its first level where the rest of its term is in the model; alone, where something
  // spans the constant: the constant, an effect or the first factor that kept all its levels.
  bool spanned = constant || absorbed;
  std::vector<Term> terms;
  for (const auto& pieces : ordered) {
    Term term;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      const Piece& piece = pieces[k];
      term.text += (k > 0 ? ":" : "") + piece.text;
      if (piece.numeric) {
        term.numbers.push_back(piece.number);
        term.number_names.push_back(piece.text);
        continue;
      }
      Term::Dummies dummies = piece.dummies;
      const bool alone = pieces.size() == 1;
      if (!dummies.drop_first &&
          (piece.plain_dummies || (alone && dummies.reference.empty() && dummies.by.empty()))) {
        Pieces rest = pieces;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(k));
        dummies.drop_first = alone ? spanned : present.count(key_of(rest)) > 0;
        if (alone) spanned = true;
      }
      term.dummies.push_back(std::move(dummies));
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

}  // namespace sogdia
