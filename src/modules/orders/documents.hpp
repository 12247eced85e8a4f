// Invoice and packing slip as PDF. Pure but for the fonts; blocks, so call it on a worker.
#pragma once
#include "base/language.hpp"
#include "modules/orders/reading.hpp"

#include <string>

namespace gavel::orders {

std::string invoice_pdf(const whole_order& w, language lang);  // pdf::failure if it cannot be made
std::string packing_slip_pdf(const whole_order& w, language lang);

}  // namespace gavel::orders
