#include "sogdia/core/error.h"
#include "verb.h"

namespace sogdia::tool {

int verb_claims(const ClaimsArgs& args, const Common&) {
  throw Error("claims are not checked yet", args.file, "");
}

}  // namespace sogdia::tool
