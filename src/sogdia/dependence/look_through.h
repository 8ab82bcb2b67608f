#pragma once
#include <string>
#include <vector>

#include "sogdia/core/index.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/core/table.h"

namespace sogdia {

// A multi-region input-output table. Row and column r of `z` is one sector of one country; values in one
// money unit.
struct InputOutput {
  Index countries;
  std::vector<std::size_t> country;  // by row: position in `countries`
  std::vector<std::string> sector;   // by row
  std::vector<double> z;             // intermediate deliveries, rows x rows, row-major
  std::vector<double> final_demand;  // rows x countries: what each country's final buyers take
};

// Looking through the chain: whose work is in what a country finally buys (Leontief 1936; Johnson & Noguera
// 2012). With x_r = sum_s z_rs + sum_j y_rj, A = z diag(x)^-1, v_r = 1 - sum_s A_sr:
//   F = diag(v) (I - A)^-1 Y,   F_ij = sum over sectors r of i of F_rj
// is the value added of i in the final demand of j, over all ways that the goods took. Column j sums to all
// that j finally buys, row i to i's whole value added.
//
//   import_share of a on b   F_ba / sum_{i != a} F_ia: of the foreign value added in a's final demand
//   export_share of a on b   F_ab / sum_{j != a} F_aj: of a's value added that others finally buy
struct LookThrough {
  OdMatrix value_added;  // F, origins x where it is finally bought
  OdMatrix gross;        // deliveries across borders, intermediate and final: what customs see; diagonal 0
};

// Throws Error where a sector's inputs are worth more than its output by so much that no output supports its
// final demand, and for a negative or missing figure of `z`; final demand may be negative (stocks).
LookThrough look_through(const InputOutput& table);

// From a long table: exporter, sector, importer, use, value. `use` is a sector of the importer that takes it
// as an input, or `final`; other words that begin with "final" are final demand too ("final households").
// Several rows of the same cell are summed. Throws Error with file and row.
InputOutput read_input_output(const Table& table);

double import_share(const OdMatrix& flows, std::size_t a, std::size_t b);
double export_share(const OdMatrix& flows, std::size_t a, std::size_t b);

}  // namespace sogdia
