#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

struct ResistanceOptions {
  double sigma = 5;       // elasticity of substitution, above 1
  std::string reference;  // the importer whose inward resistance is 1 in each period; "" = the first
  std::string output,
      expenditure;  // columns: of each exporter's output, each importer's expenditure; both or none
};

// Multilateral resistances (Anderson & van Wincoop 2003): of N exporters i and importers j in each period,
// with trade costs t_ij^(1-sigma) = exp(offset + x_ij b), outputs Y_i, expenditures E_j and Y = sum_i Y_i,
//   outward  Pi_i^(1-sigma) = sum_j (t_ij / P_j)^(1-sigma) E_j / E,   E = sum_j E_j
//   inward   P_j^(1-sigma)  = sum_i (t_ij / Pi_i)^(1-sigma) Y_i / Y
// and P = 1 for the reference, to which all others are relative.
//
// Without `output` and `expenditure` columns, Y_i and E_j are the fitted sums over the sample, and the system
// needs no solving: PPML's exporter and importer effects pi_i and chi_j, with chi = 0 for the reference R,
// are its solution (Fally 2015; Yotov, Piermartini, Monteiro & Larch 2016, Advanced Guide, ch. 2):
//   Pi_i^(1-sigma) = Y_i E_R / (Y exp(pi_i)),   P_j^(1-sigma) = E_j / (E_R exp(chi_j)).
// Include trade with oneself: sums without it are not output.
// With the columns (as gegravity does), the two equations are iterated until they hold to 1e-13.
struct Resistances {
  std::vector<std::string> exporter, exporter_time;  // time is "" for effects that do not vary over it
  std::vector<double> outward, output;               // one each; NaN where nothing ties it to the reference
  std::vector<std::string> importer, importer_time;
  std::vector<double> inward, expenditure;
  bool converged = true;
};

// A PPML fit with exporter and importer effects, of a period or of all (gravity_shape.h), that kept its
// sample; with pair effects, they and trade costs cannot be told apart: Error. `frame` is the one that was
// estimated on. Throws Error where the reference does not import in some period.
Resistances multilateral_resistances(const Fit& fit, const Frame& frame,
                                     const ResistanceOptions& options = {}, int threads = 0,
                                     const Monitor& monitor = {});

// Columns side ("outward", "inward"), country, time, resistance, size (output or expenditure).
Table resistances_table(const Resistances& resistances);

}  // namespace sogdia
