// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs12err.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// Arrays of OSSL_PARAM and variadic functions are made here, since Swift can do neither well.

/// The default user id of SM2 (GM/T 0009). OpenSSL 3 takes an empty one unless told otherwise.
static inline OSSL_PARAM heyima_sm2_user_id(void) {
    static char user_id[] = "1234567812345678";
    return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, user_id, sizeof user_id - 1);
}

/// A key pair of `type` ("EC" or "SM2") on `group`; both halves are given, none is checked. NULL when it cannot be.
static inline EVP_PKEY *heyima_key_pair(
    const char *type, const char *group, const BIGNUM *scalar, const unsigned char *point, size_t point_count
) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (builder != NULL && context != NULL
        && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, point_count) == 1
        && (parameters = OSSL_PARAM_BLD_to_param(builder)) != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

/// A public SM2 key that holds the curve's generator: what other keys are copied from.
static inline EVP_PKEY *heyima_sm2_template(void) {
    EVP_PKEY *key = NULL;
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    unsigned char point[65];
    char name[] = "SM2";
    if (group != NULL && context != NULL
        && EC_POINT_point2oct(
               group, EC_GROUP_get0_generator(group), POINT_CONVERSION_UNCOMPRESSED, point, sizeof point, NULL)
            == sizeof point
        && EVP_PKEY_fromdata_init(context) == 1) {
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0),
            OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
            OSSL_PARAM_construct_end(),
        };
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    }
    EVP_PKEY_CTX_free(context);
    EC_GROUP_free(group);
    return key;
}

/// Whether a DER signature is the SM2 key's over the message, with SM3 and the default user id.
static inline bool heyima_sm2_verify(
    EVP_PKEY *key, const unsigned char *signature, size_t signature_count, const unsigned char *message,
    size_t message_count
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    OSSL_PARAM parameters[] = {heyima_sm2_user_id(), OSSL_PARAM_construct_end()};
    bool valid = context != NULL && EVP_DigestVerifyInit_ex(context, NULL, "SM3", NULL, NULL, key, parameters) == 1
        && EVP_DigestVerify(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    return valid;
}

/// A DER signature by the SM2 key over the message, with SM3 and the default user id. `signature_count` is the room
/// there is and then what was written.
static inline bool heyima_sm2_sign(
    EVP_PKEY *key, unsigned char *signature, size_t *signature_count, const unsigned char *message,
    size_t message_count
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    OSSL_PARAM parameters[] = {heyima_sm2_user_id(), OSSL_PARAM_construct_end()};
    bool done = context != NULL && EVP_DigestSignInit_ex(context, NULL, "SM3", NULL, NULL, key, parameters) == 1
        && EVP_DigestSign(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

/// A fresh HMAC context with the key and the digest ("SM3") set. NULL when it cannot be.
static inline EVP_MAC_CTX *heyima_hmac(const char *digest, const unsigned char *key, size_t key_count) {
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_MAC_init(context, key, key_count, parameters) == 1) return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}
