// What the gateway's error codes ask of us, and what its codes of refusal mean to the one who pays. Pure.
#pragma once
#include <string_view>

namespace gavel::fondy {

enum class error_class {
    our_bug,        // alert, no retry helps
    configuration,  // the operator must change something, here or at the provider
    idempotency,    // it knows the operation already: its state decides
    not_found,      // order or time is gone
    payer,          // the card or its owner
    later,          // try again, after asking how things stand
    payout,         // of payouts and splits
    unknown,
};

error_class class_of(int code);

// How a refused payment is told to the one who paid; one of PaymentDecline in the contract.
std::string_view decline_of(int response_code);

}  // namespace gavel::fondy
