#include "sogdia/study/world/evidence.h"

namespace sogdia {

Evidence evidence_of(const World& world) {
  Evidence evidence;
  evidence.parties = party_names(world.table("countries"), world.find("demonyms"));
  evidence.customs = world.find("customs");
  evidence.partner_trade = world.find("partner_trade");
  evidence.flows_printed = world.find("flows_printed");
  evidence.merchandise_totals = world.find("merchandise_totals");
  evidence.trade = world.find("trade");
  evidence.trade_totals = world.find("trade_totals");
  evidence.pledges = world.find("pledges");
  evidence.events = world.find("events");
  evidence.forums = world.find("forums");
  evidence.un_resolutions = world.find("un_resolutions");
  evidence.un_votes = world.find("un_votes");
  evidence.bri_signatories = world.find("bri_signatories");
  evidence.blocs = world.find("blocs");
  evidence.exchange_rates = world.find("exchange_rates");
  return evidence;
}

}  // namespace sogdia
