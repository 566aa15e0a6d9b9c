// SPDX-License-Identifier: Apache-2.0

#include "peers.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

void *peer_sm2_key(const unsigned char *point, size_t point_count) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    char group[] = "SM2";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, point_count),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

void peer_sm2_free(void *key) { EVP_PKEY_free(key); }

bool peer_sm2_verify(
    void *key, const unsigned char *signature, size_t signature_count, const unsigned char *message, size_t message_count
) {
    static const char user_id[] = "1234567812345678";
    int half = (int)(signature_count / 2);
    ECDSA_SIG *numbers = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, half, NULL), *s = BN_bin2bn(signature + half, half, NULL);
    unsigned char *der = NULL;
    ECDSA_SIG_set0(numbers, r, s);
    int der_count = i2d_ECDSA_SIG(numbers, &der);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool valid = EVP_DigestVerifyInit_ex(context, NULL, "SM3", NULL, NULL, key, NULL) == 1
        && EVP_PKEY_CTX_set1_id(EVP_MD_CTX_get_pkey_ctx(context), user_id, sizeof user_id - 1) == 1
        && EVP_DigestVerify(context, der, (size_t)der_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ECDSA_SIG_free(numbers);
    return valid;
}
