#pragma once
#include "sogdia/core/monitor.h"
#include "sogdia/study/result.h"
#include "sogdia/study/study.h"
#include "sogdia/study/world.h"

namespace sogdia {

// The pipeline of one study: networks before and after, skims, country costs, kappa_hat, equilibrium at three
// trade elasticities, dependence of the study's pairs, and the tables that result.h lists. The
// study is resolved first (resolve_study), and the result holds it resolved; `world` must outlive the result.
Result run_study(const Study& study, const World& world, int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
