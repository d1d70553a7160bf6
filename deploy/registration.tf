# The application registration of docs/connect.md, steps 1 to 5, for Terraform or OpenTofu: `terraform apply`.
# Signs in as whoever runs it: an Application Administrator; the consent at the end needs a Privileged Role Administrator.
terraform {
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
  }
}

variable "origin" {
  description = "APP_ORIGIN: where Latchkey runs, without a slash at the end."
  type        = string
  default     = "https://latchkey.example.com"
}

variable "certificate" {
  description = "The file of the certificate in PEM; the key stays where it is."
  type        = string
  default     = "certificate.pem"
}

locals {
  permissions = [
    "openid",
    "profile",
    "offline_access",
    "UserAuthenticationMethod.Read",
    "UserAuthMethod-Passkey.ReadWrite",
    "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
    "UserAuthMethod-Phone.ReadWrite",
    "UserAuthMethod-Email.ReadWrite",
    "UserAuthMethod-SoftwareOATH.ReadWrite",
    "UserAuthMethod-WindowsHello.ReadWrite",
    "UserAuthMethod-PlatformCred.ReadWrite",
    "UserAuthMethod-TAP.ReadWrite",
    "User.RevokeSessions.All",
  ]
}

# Microsoft Graph, which knows the id of each permission by its name.
data "azuread_application_published_app_ids" "well_known" {}

data "azuread_service_principal" "graph" {
  client_id = data.azuread_application_published_app_ids.well_known.result["MicrosoftGraph"]
}

resource "azuread_application" "latchkey" {
  display_name     = "Latchkey"
  sign_in_audience = "AzureADMyOrg"

  web {
    redirect_uris = ["${var.origin}/callback", "${var.origin}/"]

    implicit_grant {
      access_token_issuance_enabled = false
      id_token_issuance_enabled     = false
    }
  }

  required_resource_access {
    resource_app_id = data.azuread_service_principal.graph.client_id

    dynamic "resource_access" {
      for_each = local.permissions

      content {
        id   = data.azuread_service_principal.graph.oauth2_permission_scope_ids[resource_access.value]
        type = "Scope"
      }
    }
  }

  optional_claims {
    id_token {
      name = "auth_time"
    }
    id_token {
      name = "login_hint"
    }
    id_token {
      name = "sid"
    }
  }
}

resource "azuread_application_certificate" "latchkey" {
  application_id = azuread_application.latchkey.id
  type           = "AsymmetricX509Cert"
  encoding       = "pem"
  value          = file(var.certificate)
}

resource "azuread_service_principal" "latchkey" {
  client_id = azuread_application.latchkey.client_id
}

# Admin consent, for everyone.
resource "azuread_service_principal_delegated_permission_grant" "latchkey" {
  service_principal_object_id          = azuread_service_principal.latchkey.object_id
  resource_service_principal_object_id = data.azuread_service_principal.graph.object_id
  claim_values                         = local.permissions
}

output "client_id" {
  description = "CLIENT_ID"
  value       = azuread_application.latchkey.client_id
}
