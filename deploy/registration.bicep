// The application registration of docs/connect.md, steps 1 to 5, for Bicep with the Microsoft Graph extension.
// Signs in as whoever runs it: an Application Administrator; the consent at the end needs a Privileged Role Administrator.
extension microsoftGraphV1

@description('APP_ORIGIN: where Latchkey runs, without a slash at the end.')
param origin string = 'https://latchkey.example.com'

@description('The certificate, DER in base64; the key stays where it is.')
param certificate string

var permissions = [
  'openid'
  'profile'
  'offline_access'
  'UserAuthenticationMethod.Read'
  'UserAuthMethod-Passkey.ReadWrite'
  'UserAuthMethod-MicrosoftAuthApp.ReadWrite'
  'UserAuthMethod-Phone.ReadWrite'
  'UserAuthMethod-Email.ReadWrite'
  'UserAuthMethod-SoftwareOATH.ReadWrite'
  'UserAuthMethod-WindowsHello.ReadWrite'
  'UserAuthMethod-PlatformCred.ReadWrite'
  'UserAuthMethod-TAP.ReadWrite'
  'User.RevokeSessions.All'
]

// Microsoft Graph, which knows the id of each permission by its name.
resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'latchkey'
  displayName: 'Latchkey'
  signInAudience: 'AzureADMyOrg'
  web: {
    redirectUris: ['${origin}/callback', '${origin}/']
    implicitGrantSettings: {
      enableAccessTokenIssuance: false
      enableIdTokenIssuance: false
    }
  }
  requiredResourceAccess: [
    {
      resourceAppId: graph.appId
      resourceAccess: map(
        filter(graph.oauth2PermissionScopes, scope => contains(permissions, scope.value)),
        scope => { id: scope.id, type: 'Scope' }
      )
    }
  ]
  optionalClaims: {
    idToken: [{ name: 'auth_time' }, { name: 'login_hint' }, { name: 'sid' }]
  }
  keyCredentials: [
    {
      displayName: 'Latchkey'
      type: 'AsymmetricX509Cert'
      usage: 'Verify'
      key: certificate
    }
  ]
}

resource servicePrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
}

// Admin consent, for everyone.
resource consent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: servicePrincipal.id
  resourceId: graph.id
  consentType: 'AllPrincipals'
  scope: join(permissions, ' ')
}

@description('CLIENT_ID')
output clientId string = application.appId

@description('Permissions that this cloud does not have: none.')
output missing array = filter(
  permissions,
  name => !contains(map(graph.oauth2PermissionScopes, scope => scope.value), name)
)
