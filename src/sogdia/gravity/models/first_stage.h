#pragma once
#include <Eigen/Dense>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/errors/meat.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// The first stage of instrumental variables, by least squares with the model's effects D and weights:
//   x = z pi + x1 c + D a + v
// for each endogenous x, with excluded instruments z and exogenous x1. All columns are n long and partialled
// out of the effects; `instruments` and `endogenous` of the exogenous ones too, which changes neither pi nor
// v.
struct FirstStages {
  std::vector<std::string> names;             // of the endogenous regressors
  std::vector<std::string> instrument_names;  // of those that are kept
  std::vector<std::string> exogenous_names;   // the constant among them
  Columns exogenous, instruments, endogenous, residual;
  Eigen::MatrixXd pi;  // instruments x endogenous
  // What was taken out: the exogenous regressors' coefficients of each instrument and of each endogenous
  // regressor, and the means.
  Eigen::MatrixXd exogenous_on_instruments, exogenous_on_endogenous;
  std::vector<double> exogenous_means, instrument_means, endogenous_means;
  std::vector<double> weight;           // n
  std::vector<std::string> dropped;     // instruments that add nothing, with the reason
  std::vector<std::uint8_t> explained;  // the instruments explain all of it: its residual is 0
  bool converged = true;
  std::string reason;  // why not
};

// Throws Error where the endogenous regressors are not identified: one has no variation of its own beside the
// effects, the exogenous regressors and the others, or fewer instruments are left than are needed. `where` is
// the model, for the message.
FirstStages fit_first_stages(const Sample& sample, const std::string& where, int threads,
                             const Monitor& monitor);

// The coefficients of each target on the columns of `basis` by weighted least squares; the targets become
// their residuals.
Eigen::MatrixXd take_out(const Columns& basis, Columns& targets, const std::vector<double>& weight,
                         int threads);

}  // namespace sogdia
