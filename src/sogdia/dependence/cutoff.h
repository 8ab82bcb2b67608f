#pragma once
#include <vector>

namespace sogdia {

// A loss at three trade elasticities theta = sigma - 1, one a horizon: little can be replaced within a year,
// more in ten, most when all has settled. The highest elasticity, the long run, gives the smallest loss.
struct Losses {
  double low = 0, mid = 0, high = 0;  // long run, medium run, short run
};

struct Horizons {
  double theta_low = 0.76, theta_mid = 2, theta_high = 5;  // short run, medium run, long run
};

// Throws Error unless they are positive and do not fall.
void require_sound(const Horizons& horizons);

// What a sector of a country's spending loses with a supplier.
struct SectorCut {
  double alpha = 1;  // the sector's share in spending; they sum to 1
  double share = 0;  // s_k: the supplier's part of the sector, what is made at home counted in; 0 to 1
  double theta = 4;  // sigma_k - 1
};

// Real expenditure lost, in log points, when a supplier vanishes and nobody's wage moves:
//   loss = sum_k alpha_k (-ln(1 - s_k)) / (sigma_k - 1)
// Arkolakis, Costinot & Rodriguez-Clare (2012): the price index of sector k rises by (1 - s_k)^(-1/theta_k).
// With one sector and s = 1 - pi_jj it is their loss of going to autarky. Infinite where a sector with weight
// has no other supplier. Throws Error for a share outside 0..1, a weight below 0, an elasticity not above 0.
double cutoff_loss(const std::vector<SectorCut>& sectors);

// The same of one sector at the three horizons.
Losses cutoff_losses(double share, const Horizons& horizons);

}  // namespace sogdia
