#pragma once

namespace sogdia::tool {

inline constexpr int kDone = 0, kBadInput = 1, kUsage = 2, kLikelyError = 4, kInterrupted = 130,
                     kReaderGone = 141;

}  // namespace sogdia::tool
