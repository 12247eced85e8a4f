// Refusals of trust.
#pragma once
#include "base/error.hpp"

namespace gavel::trust {

// clang-format off
inline constexpr problem signal_decided{"signal-decided", 409,
    {"Цей сигнал уже в іншому стані", "This signal is in another state by now", "Этот сигнал уже в другом состоянии"}};
inline constexpr problem verdict_key_reused{"verdict-key-reused", 422,
    {"Цей ключ повтору вже належить рішенню про інший сигнал", "This idempotency key already belongs to a verdict on another signal",
     "Этот ключ повтора уже принадлежит решению о другом сигнале"}};
// clang-format on

}  // namespace gavel::trust
