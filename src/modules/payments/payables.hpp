// The things that can be paid for, by kind. Filled once at the start; they outlive it.
#pragma once
#include "modules/payments/payable.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gavel::payments {

class payables {
public:
    void add(payable& p) { all_.push_back(&p); }
    payable* find(std::string_view kind) const {
        for (auto* each : all_)
            if (each->kind() == kind) return each;
        return nullptr;
    }

private:
    std::vector<payable*> all_;
};

// "order:42"; nothing if malformed.
std::optional<subject> parse_subject(std::string_view text);

}  // namespace gavel::payments
