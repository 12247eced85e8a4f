#include "platform/fondy/errors.hpp"

#include <algorithm>
#include <initializer_list>

namespace gavel::fondy {
namespace {

bool among(int code, std::initializer_list<int> codes) { return std::ranges::find(codes, code) != codes.end(); }

}  // namespace

error_class class_of(int code) {
    if (among(code, {1007, 1009, 1010, 1011, 1014, 1021, 1023, 1034, 1046, 1068})) return error_class::our_bug;
    if (among(code, {1006, 1012, 1016, 1017, 1026, 1027, 1059, 1060, 1100, 1106})) return error_class::configuration;
    if (among(code, {1013, 1019, 1036, 1086, 1109})) return error_class::idempotency;
    if (among(code, {1018, 1035, 1052, 1054, 1078, 1082})) return error_class::not_found;
    if (among(code, {1003, 1004, 1015, 1024, 1025, 1037, 1040, 1042, 1043, 1044, 1045, 1047, 1048, 1051, 1061,
                     1062, 1063, 1064, 1065, 1067, 1075, 1079, 1097, 1102, 1104, 1105, 1111, 1115, 1116, 1117}))
        return error_class::payer;
    if (among(code, {1000, 1002, 1049, 1053, 1066, 1069, 1089, 1122, 1123})) return error_class::later;
    if (among(code, {1055, 1057, 1058, 1074, 1080, 1081, 1083, 1090, 1091, 1099, 1107, 1108, 1114, 1120})) return error_class::payout;
    return error_class::unknown;
}

std::string_view decline_of(int response_code) {
    switch (response_code) {
        case 1000: return "card_refused";
        case 1003:
        case 1015:
        case 1025: return "wrong_card_data";
        case 1024: return "three_d_secure";
        case 1037: return "no_funds";
        case 1040: return "limit";
        case 1051: return "suspicious";
        default: break;
    }
    const auto kind = class_of(response_code);
    if (kind == error_class::payer) return "card_refused";
    if (kind == error_class::later || kind == error_class::configuration) return "provider_error";
    return "other";
}

}  // namespace gavel::fondy
